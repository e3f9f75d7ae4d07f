package io.tcpclose.stacks;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.tcpclose.stacks.Outside.Role;
import java.util.concurrent.TimeUnit;

/**
 * One connection for all threads, which comes back by itself after the server's idle timeout, CLIENT KILL and a
 * restart.
 */
public final class LettuceStack implements Stack {
    @Override
    public void play(Outside outside) throws Exception {
        int port = outside.port("redis start");
        RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            use(connection);
            TimeUnit.SECONDS.sleep(4);
            use(connection);
            outside.ask("redis CLIENT KILL TYPE normal");
            TimeUnit.SECONDS.sleep(1);
            use(connection);
            outside.ask("redis restart");
            TimeUnit.SECONDS.sleep(1);
            use(connection);
        }
        oneEach(client);
        nobodyThere(client);
        client.shutdown(0, 2, TimeUnit.SECONDS);
        outside.counted("Redis' INFO", Role.CLIENT, port, outside.port("redis accepted"));
    }

    private static void use(StatefulRedisConnection<String, String> connection) {
        for (int i = 0; i < 100; i++) {
            connection.sync().set("key", "value" + i);
            connection.sync().get("key");
        }
    }

    private static void oneEach(RedisClient client) {
        for (int i = 0; i < 10; i++) {
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                connection.sync().incr("visits");
            }
        }
    }

    private static void nobodyThere(RedisClient client) {
        try {
            client.connect(
                    io.lettuce.core.codec.StringCodec.UTF8, io.lettuce.core.RedisURI.create("redis://127.0.0.1:1"));
            throw new IllegalStateException("somebody listens on port 1");
        } catch (RedisConnectionException refused) {
            // what an application logs
        }
    }

    @Override
    public void leak(Outside outside) throws Exception {
        int port = outside.port("redis start");
        StatefulRedisPubSubConnection<String, String> news =
                RedisClient.create("redis://127.0.0.1:" + port).connectPubSub();
        news.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
                plantedListenerThatBlocksTheLoop();
            }
        });
        news.sync().subscribe("news");
        TimeUnit.SECONDS.sleep(1);
        outside.ask("redis PUBLISH news hello");
        outside.ask("redis CLIENT KILL TYPE pubsub");
        Forgotten.keep(news);
    }

    private static void plantedListenerThatBlocksTheLoop() {
        try {
            TimeUnit.MINUTES.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
