package io.tcpclose.it.life;

import static io.tcpclose.it.app.Wire.HOST;

import com.sun.net.httpserver.HttpServer;
import io.tcpclose.it.app.Life;
import io.tcpclose.it.app.LifeLine;
import io.tcpclose.it.app.Wire;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.rmi.registry.LocateRegistry;

/** Connections that the JDK's own libraries open and close on the application's behalf. */
final class LibraryLife {
    /** The peer closes after its answer; the client's own thread notices. */
    @LifeLine
    void httpClient(Wire wire) throws Exception {
        Life life = wire.life();
        int port = wire.peer("http-once close");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + port))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        wire.keep(HttpClient.newHttpClient()).send(request, BodyHandlers.ofString());
        wire.pause(300);
        life.within("opened connected eof close closed");
        life.of(0, port, "channel", "client");
    }

    @LifeLine
    void httpUrlConnection(Wire wire) throws Exception {
        Life life = wire.life();
        int port = wire.peer("http-once close");
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://" + HOST + ":" + port).toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        connection.getInputStream().readAllBytes();
        connection.disconnect();
        life.within("opened connected close closed");
        life.of(0, port, "socket", "client");
    }

    @LifeLine
    void httpServer(Wire wire) throws Exception {
        Life life = wire.life();
        HttpServer server = HttpServer.create(new InetSocketAddress(HOST, 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        int local = server.getAddress().getPort();
        int remote = wire.dial(local, "get drain close");
        wire.awaitPeer(local, remote);
        wire.pause(300);
        server.stop(0);
        life.within("accepted close closed");
        life.of(local, remote, "channel", "server");
    }

    @LifeLine
    void rmiClient(Wire wire) throws Exception {
        Life life = wire.life();
        int port = Integer.parseInt(wire.ask("rmi-serve"));
        LocateRegistry.getRegistry(HOST, port).list();
        wire.pause(1_500);
        life.within("opened connected close closed");
        life.of(0, port, "socket", "client");
    }

    /** The peer's RMI leaves after its idle time, and ours answers its FIN. */
    @LifeLine
    void rmiServer(Wire wire) throws Exception {
        Life life = wire.life();
        int[] port = new int[1];
        wire.keep(LocateRegistry.createRegistry(0, null, ignored -> {
            ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            port[0] = listener.getLocalPort();
            return listener;
        }));
        wire.ask("rmi-call " + port[0]);
        wire.pause(1_500);
        life.within("accepted eof close closed");
        life.of(port[0], 0, "socket", "server");
    }

    @LifeLine
    void socksProxy(Wire wire) throws Exception {
        Life life = wire.life();
        InetSocketAddress target = wire.address("read:2 push:3 close");
        int proxy = wire.peer("socks");
        Socket socket = new Socket(new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(HOST, proxy)));
        life.at("opened connected", socket).connect(target);
        life.of(socket.getLocalPort(), proxy, "socket", "client");
        socket.getOutputStream().write(new byte[2]);
        socket.getInputStream().readNBytes(3);
        life.at("eof", socket.getInputStream()).read();
        life.at("close closed", socket).close();
    }

    /** The descriptor was opened by another Socket object, inside the JDK, and changes hands. */
    @LifeLine
    void httpProxy(Wire wire) throws Exception {
        Life life = wire.life();
        InetSocketAddress target = wire.address("read:2 push:3 close");
        int proxy = wire.peer("connect-proxy");
        Socket socket = new Socket(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(HOST, proxy)));
        life.at("opened connected", socket).connect(target);
        life.of(0, proxy, "socket", "client");
        socket.getOutputStream().write(new byte[2]);
        socket.getInputStream().readNBytes(3);
        life.at("eof", socket.getInputStream()).read();
        life.at("close closed", socket).close();
    }
}
