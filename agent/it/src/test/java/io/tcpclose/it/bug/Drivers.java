package io.tcpclose.it.bug;

import java.lang.reflect.InvocationTargetException;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Connected, and refused in the handshake: each library dropped the socket open in one version and closes it in the next. No
 * class of theirs is named here, since two versions are run.
 */
final class Drivers {
    private Drivers() {}

    /** pgjdbc #2350: ErrorResponse during authentication, PGStream dropped. */
    static void postgres() throws Exception {
        int port = BugMain.peer(
                "await",
                "say:E\\x00\\x00\\x00\\x32SFATAL\\x00VFATAL\\x00C53300\\x00Mtoo many connections!!\\x00\\x00",
                "sleep:100",
                "close");
        refused("jdbc:postgresql://127.0.0.1:" + port + "/db?user=u&password=p&sslmode=disable&gssEncMode=disable");
    }

    /** CONJ-382: an error packet in the place of the greeting. */
    static void mariadb() throws Exception {
        int port = BugMain.peer("say:\\x17\\x00\\x00\\x00\\xff\\x10\\x04Too many connections", "sleep:200", "close");
        refused("jdbc:mariadb://127.0.0.1:" + port + "/db?user=u&password=p");
    }

    private static void refused(String url) {
        try {
            DriverManager.getConnection(url);
            throw new IllegalStateException("connected: " + url);
        } catch (SQLException refusal) {
            // what an application logs before it goes on
        }
    }

    /** jedis #1104: AUTH fails in the pool's factory, the Jedis is dropped. */
    static void jedis() throws Exception {
        int port = BugMain.peer("await", "say:-ERR invalid password\r\n", "sleep:100", "close");
        Class<?> config = Class.forName("redis.clients.jedis.JedisPoolConfig");
        Class<?> general = Class.forName("org.apache.commons.pool2.impl.GenericObjectPoolConfig");
        Object pool = Class.forName("redis.clients.jedis.JedisPool")
                .getConstructor(general, String.class, int.class, int.class, String.class)
                .newInstance(config.getConstructor().newInstance(), "127.0.0.1", port, 2_000, "secret");
        BugMain.KEPT.add(pool);
        try {
            pool.getClass().getMethod("getResource").invoke(pool);
            throw new IllegalStateException("authenticated");
        } catch (InvocationTargetException refusal) {
            // as above
        }
    }
}
