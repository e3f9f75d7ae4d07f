package io.tcpclose.export.meters;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The JDK's own HTTP server, and no other: an application may have put its own in the place of the default. */
final class HttpServers {
    private static final String JDK_PROVIDER = "sun.net.httpserver.DefaultHttpServerProvider";
    private static final int BACKLOG = 1_024;

    private HttpServers() {}

    /**
     * @throws NoClassDefFoundError where the JVM is without the module jdk.httpserver
     * @throws IOException where the address cannot be bound
     */
    static HttpServer bind(InetSocketAddress address) throws IOException {
        return provider().createHttpServer(address, BACKLOG);
    }

    /** Its package has to be exported to us, see JdkModules. */
    private static HttpServerProvider provider() {
        try {
            ClassLoader loader = HttpServer.class.getClassLoader();
            return (HttpServerProvider)
                    Class.forName(JDK_PROVIDER, true, loader).getConstructor().newInstance();
        } catch (ReflectiveOperationException closed) {
            return HttpServerProvider.provider();
        }
    }
}
