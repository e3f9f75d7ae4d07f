package io.tcpclose.stacks;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** Three clients through a time without a server, in which each connect is refused. */
public final class ZooKeeperStack implements Stack {
    static {
        System.setProperty("zookeeper.4lw.commands.whitelist", "ruok");
        System.setProperty("zookeeper.nio.numSelectorThreads", "1");
        System.setProperty(ServerCnxnFactory.ZOOKEEPER_SERVER_CNXN_FACTORY, NIOServerCnxnFactory.class.getName());
    }

    @Override
    public void play(Outside outside) throws Exception {
        Path folder = Files.createTempDirectory("zookeeper");
        ServerCnxnFactory server = start(folder, 0);
        int port = server.getLocalPort();
        ZooKeeper[] clients = new ZooKeeper[3];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = connect(port, 10_000);
            clients[i].create("/client" + i, new byte[100], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
        use(clients);
        server.shutdown();
        TimeUnit.SECONDS.sleep(4);
        server = start(folder, port);
        TimeUnit.SECONDS.sleep(3);
        use(clients);
        for (ZooKeeper client : clients) {
            client.close();
        }
        server.shutdown();
    }

    private static ServerCnxnFactory start(Path folder, int port) throws Exception {
        ServerCnxnFactory factory = ServerCnxnFactory.createFactory(new InetSocketAddress("127.0.0.1", port), 20);
        ZooKeeperServer server = new ZooKeeperServer(folder.toFile(), folder.toFile(), 500);
        // In this order: factory.startup() accepts before it serves, and closes on requests that it has not read.
        server.setServerCnxnFactory(factory);
        server.startdata();
        server.startup();
        factory.setZooKeeperServer(server);
        factory.start();
        return factory;
    }

    private static ZooKeeper connect(int port, int sessionMillis) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client = new ZooKeeper("127.0.0.1:" + port, sessionMillis, event -> {
            if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        if (!connected.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("not connected");
        }
        return client;
    }

    private static void use(ZooKeeper[] clients) throws Exception {
        for (int i = 0; i < 60; i++) {
            clients[i % 3].setData("/client" + i % 3, new byte[100], -1);
            clients[i % 3].getChildren("/", false);
        }
    }

    @Override
    public void leak(Outside outside) throws Exception {
        ServerCnxnFactory server = start(Files.createTempDirectory("zookeeper"), 0);
        // Its pings keep the server's selector awake, which otherwise holds what other threads have closed.
        Forgotten.keep(connect(server.getLocalPort(), 3_000));
        plantedCheckThatIsNotClosed(server.getLocalPort());
    }

    /** As a monitoring script asks; the server answers and closes. */
    private static void plantedCheckThatIsNotClosed(int port) throws Exception {
        Socket socket = new Socket("127.0.0.1", port);
        socket.getOutputStream().write("ruok".getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        in.readNBytes(4);
        Forgotten.keep(socket);
    }
}
