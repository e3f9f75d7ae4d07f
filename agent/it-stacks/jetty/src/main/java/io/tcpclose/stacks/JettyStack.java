package io.tcpclose.stacks;

import io.tcpclose.stacks.Outside.Role;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ConnectionStatistics;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

public final class JettyStack implements Stack {
    private static final int IDLE_MILLIS = 1500;

    private final Server server = new Server();
    private final ServerConnector plain = new ServerConnector(server);
    private final ConnectionStatistics accepted = new ConnectionStatistics();

    @Override
    public void play(Outside outside) throws Exception {
        ServerConnector secure = secure();
        start(secure);
        Visits.all(outside, plain.getLocalPort(), secure.getLocalPort());
        int port = plain.getLocalPort();
        server.stop();
        outside.counted("Jetty's ConnectionStatistics", Role.SERVER, port, accepted.getConnectionsTotal());
    }

    @Override
    public void leak(Outside outside) throws Exception {
        start(secure());
        outside.ask("give-up http://127.0.0.1:" + plain.getLocalPort() + Site.FORGOTTEN);
    }

    private void start(ServerConnector secure) throws Exception {
        plain.addBean(accepted);
        for (ServerConnector connector : new ServerConnector[] {plain, secure}) {
            connector.setHost("127.0.0.1");
            connector.setIdleTimeout(IDLE_MILLIS);
            server.addConnector(connector);
        }
        server.setHandler(new SiteHandler());
        server.start();
    }

    private ServerConnector secure() {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(Tls.STORE);
        tls.setKeyStorePassword(Tls.PASSWORD);
        tls.setSniRequired(false);
        HttpConfiguration configuration = new HttpConfiguration();
        // The host is an address.
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        return new ServerConnector(
                server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(configuration));
    }

    private static final class SiteHandler extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String path = Request.getPathInContext(request);
            byte[] body = Content.Source.asByteArrayAsync(request, -1).get(10, TimeUnit.SECONDS);
            if (path.equals(Site.FORGOTTEN)) {
                plantedCallbackThatNeverSucceeds(request, response);
                return true;
            }
            response.write(true, ByteBuffer.wrap(Site.answer(path, body)), callback);
            return true;
        }

        private static void plantedCallbackThatNeverSucceeds(Request request, Response response) throws Exception {
            // As one does for long polling; nobody is told that the client has left.
            request.addIdleTimeoutListener(timeout -> false);
            for (int i = 0; i < 3; i++) {
                try (Blocker.Callback written = Blocker.callback()) {
                    response.write(false, ByteBuffer.wrap("working\n".getBytes()), written);
                    written.block();
                }
                TimeUnit.MILLISECONDS.sleep(700);
            }
        }
    }
}
