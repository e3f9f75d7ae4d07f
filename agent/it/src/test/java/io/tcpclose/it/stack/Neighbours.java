package io.tcpclose.it.stack;

import io.tcpclose.it.stack.PrivateNet.Opens;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Does what the program asks for outside of its JVM, and counts the connections that others open on the way. */
public final class Neighbours implements AutoCloseable {
    /** The program's own before it began, see its {@code StackMain}. */
    private static final Opens FIRST = new Opens(2, 2);

    private final PrivateNet net;
    private final HttpClients clients;
    private final RedisServer redis;
    private final PostgresServer postgres;
    private Opens before = new Opens(0, 0);
    private long visits;

    public Neighbours(PrivateNet net) {
        this.net = net;
        this.clients = new HttpClients(net);
        this.redis = new RedisServer(net);
        this.postgres = new PostgresServer(net);
    }

    /** Whether a service of this name, if it is one, can be started here. */
    public static boolean has(String service) {
        return switch (service) {
            case "redis" -> Commands.isInstalled("redis-server") && Commands.isInstalled("redis-cli");
            case "postgres" -> PostgresServer.isInstalled();
            default -> true;
        };
    }

    /** Programs that were asked for and are not on this machine. */
    public Set<String> missing() {
        return clients.missing();
    }

    /** Connections of the program alone, by which end of them is its. */
    public Opens programs() throws Exception {
        Opens all = net.opens().minus(before);
        boolean accepts = !redis.hasRun() && !postgres.hasRun();
        return FIRST.plus(new Opens(all.active() - visits - redis.asked(), accepts ? all.passive() : 0));
    }

    /** The answer to a line of the program, which waits for it; while HTTP clients visit it, it opens nothing. */
    public String answer(String asked) {
        try {
            return "OK\t" + act(Arrays.asList(asked.split(" ", -1)));
        } catch (Exception e) {
            return "FAILED\t" + e.toString().replaceAll("\\s+", " ");
        }
    }

    private String act(List<String> words) throws Exception {
        List<String> rest = words.subList(1, words.size());
        switch (words.get(0)) {
            case "begin":
                before = net.opens();
                return "";
            case "redis":
                return redis.act(rest);
            case "postgres":
                return postgres.act(rest);
            default:
                Opens until = net.opens();
                clients.visit(words.get(0), rest.get(0));
                visits += net.opens().minus(until).active();
                return "";
        }
    }

    @Override
    public void close() throws Exception {
        redis.close();
        postgres.close();
    }
}
