package io.tcpclose.it.bug;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An application that uses one library, three times, and then goes on with other things. */
public final class BugMain {
    private static final int TIMES = 3;
    private static final int GOES_ON_SECONDS = 5;

    private static final Map<List<String>, Integer> PEERS = new HashMap<>();

    /** What an application keeps for as long as it runs. */
    static final List<Object> KEPT = new ArrayList<>();

    private BugMain() {}

    public static void main(String[] args) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            play(args[0], args[1].equals("fixed"));
        }
        TimeUnit.SECONDS.sleep(GOES_ON_SECONDS);
        System.out.println("DONE");
        System.exit(0);
    }

    /** @param fixed where the library is the same: whether it is used as it should be */
    private static void play(String bug, boolean fixed) throws Exception {
        switch (bug) {
            case "pgjdbc" -> Drivers.postgres();
            case "mariadb" -> Drivers.mariadb();
            case "jedis" -> Drivers.jedis();
            case "httpclient" -> HttpPool.request(fixed);
            case "nanohttpd" -> HttpServer.serve(fixed);
            case "commons-net" -> FtpClient.connect(fixed);
            default -> throw new IllegalArgumentException(bug);
        }
    }

    /** The other end's port: a JVM of its own for each script, so that its sockets are not this one's. */
    static int peer(String... script) throws Exception {
        List<String> key = List.of(script);
        Integer port = PEERS.get(key);
        if (port == null) {
            port = BugPeer.start(script);
            PEERS.put(key, port);
        }
        return port;
    }
}
