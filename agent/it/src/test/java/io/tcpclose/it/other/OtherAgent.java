package io.tcpclose.it.other;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.List;

/** A second agent that transforms the JDK's socket classes again, as monitoring agents do, and changes nothing in them. */
public final class OtherAgent {
    private static final List<String> TYPES = List.of(
            "java.net.Socket", "java.net.ServerSocket", "sun.nio.ch.SocketChannelImpl", "sun.nio.ch.NioSocketImpl");

    private OtherAgent() {}

    public static void premain(String unused, Instrumentation instrumentation) throws Exception {
        instrumentation.addTransformer(new Copier(), true);
        for (String type : TYPES) {
            instrumentation.retransformClasses(Class.forName(type, false, null));
        }
    }

    private static final class Copier implements ClassFileTransformer {
        @Override
        public byte[] transform(
                ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
            boolean ours = loader == null && name != null && TYPES.contains(name.replace('/', '.'));
            return ours ? Arrays.copyOf(bytes, bytes.length) : null;
        }
    }
}
