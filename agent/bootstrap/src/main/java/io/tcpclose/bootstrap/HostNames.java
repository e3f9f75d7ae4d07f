package io.tcpclose.bootstrap;

import java.net.InetAddress;
import jdk.internal.access.SharedSecrets;
import org.jspecify.annotations.Nullable;

/** Names of addresses, without ever asking a resolver. */
public final class HostNames {
    private static volatile boolean off;

    private HostNames() {}

    /**
     * The name that the address was made with, or null. {@code InetAddress.toString} would tell a name that the application
     * has looked up since: the endpoint would change under an open connection.
     */
    public static @Nullable String passed(InetAddress address) {
        // Not kept in a field: asking for it at start would initialise InetAddress before the application's own
        // settings.
        if (off) return null;
        try {
            String name = SharedSecrets.getJavaNetInetAddressAccess().getOriginalHostName(address);
            return name == null || name.isEmpty() ? null : name;
        } catch (LinkageError absent) {
            off = true;
            PrivateLinks.missing("JavaNetInetAddressAccess.getOriginalHostName");
            return null;
        }
    }
}
