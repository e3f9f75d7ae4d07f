package io.tcpclose.stacks;

import io.tcpclose.stacks.Outside.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A pool that lets go before the server does, a subscriber that is killed, and a restart of the server. */
public final class JedisStack implements Stack {
    @Override
    public void play(Outside outside) throws Exception {
        int port = outside.port("redis start");
        JedisPoolConfig config = new JedisPoolConfig();
        config.setMaxTotal(8);
        config.setMinEvictableIdleDuration(Duration.ofMillis(500));
        config.setTimeBetweenEvictionRuns(Duration.ofMillis(200));
        config.setNumTestsPerEvictionRun(-1);
        try (JedisPool pool = new JedisPool(config, "127.0.0.1", port)) {
            use(pool);
            TimeUnit.SECONDS.sleep(3);
            use(pool);
            subscriberIsKilled(outside, pool);
            TimeUnit.SECONDS.sleep(1);
            outside.ask("redis restart");
            use(pool);
        }
        oneEach(port);
        unreachable();
        outside.counted("Redis' INFO", Role.CLIENT, port, outside.port("redis accepted"));
    }

    private static void use(JedisPool pool) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Thread thread = new Thread(() -> useOne(pool), "use-" + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void useOne(JedisPool pool) {
        for (int i = 0; i < 50; i++) {
            try (Jedis jedis = pool.getResource()) {
                jedis.set("key" + i, "value".repeat(i));
                jedis.get("key" + i);
            }
        }
    }

    private static void subscriberIsKilled(Outside outside, JedisPool pool) throws Exception {
        Thread subscriber = new Thread(() -> subscribe(pool), "subscriber");
        subscriber.start();
        TimeUnit.SECONDS.sleep(1);
        outside.ask("redis CLIENT KILL TYPE pubsub");
        subscriber.join(5_000);
    }

    private static void subscribe(JedisPool pool) {
        try (Jedis jedis = pool.getResource()) {
            jedis.subscribe(new JedisPubSub() {}, "news");
        } catch (JedisConnectionException killed) {
            // what an application logs before it subscribes again
        }
    }

    private static void oneEach(int port) {
        for (int i = 0; i < 10; i++) {
            try (Jedis jedis = new Jedis("127.0.0.1", port)) {
                jedis.incr("visits");
            }
        }
    }

    private static void unreachable() {
        try (Jedis jedis = new Jedis("127.0.0.1", 1)) {
            jedis.ping();
            throw new IllegalStateException("somebody listens on port 1");
        } catch (JedisConnectionException refused) {
            // as above
        }
    }

    @Override
    public void leak(Outside outside) throws Exception {
        int port = outside.port("redis start");
        JedisPool pool = new JedisPool(new JedisPoolConfig(), "127.0.0.1", port);
        plantedBorrowThatIsNotGivenBack(pool);
        // The server's patience ends.
        TimeUnit.SECONDS.sleep(3);
    }

    private static void plantedBorrowThatIsNotGivenBack(JedisPool pool) throws InterruptedException {
        Jedis borrowed = pool.getResource();
        for (int i = 0; i < 3; i++) {
            borrowed.set("key", "value");
            TimeUnit.MILLISECONDS.sleep(700);
        }
        Forgotten.keep(borrowed);
    }
}
