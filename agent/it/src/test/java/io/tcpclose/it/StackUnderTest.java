package io.tcpclose.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program of {@code agent/it-stacks}.
 *
 * @param folder of its module
 * @param main class in {@code io.tcpclose.stacks}
 * @param library beginning of the jar whose version is played; empty: the JDK's
 * @param service what it is played against; empty: nothing that this machine may lack
 * @param played for the table
 * @param infos rules that may speak as info, since it is true: of what outside clients did, for instance
 * @param planted the rule that finds the planted mistake
 * @param everyBuild JDKs on which each build plays it, the others are for {@code -Dtcpclose.stacks}
 */
record StackUnderTest(
        String folder,
        String main,
        String library,
        String service,
        String played,
        Set<String> infos,
        String planted,
        Set<Integer> everyBuild) {
    private static final String VISITS =
            "keep-alive and `Connection: close`, HTTP and HTTPS: the JDK's two clients, curl,"
                    + " ab, wrk, Python, openssl; clients that leave in the middle, reset, half-close or say nothing";
    private static final Set<String> OF_CLIENTS_THAT_LEAVE =
            Set.of("write-after-fin", "close-discards-unread", "abortive-close");
    private static final Set<Integer> ON_17 = Set.of(17);
    private static final Set<Integer> ON_ALL = Set.of(17, 21, 25);
    private static final Set<Integer> ON_REQUEST = Set.of();

    private static final Path MODULES =
            Path.of("..", "it-stacks").toAbsolutePath().normalize();

    static final List<StackUnderTest> ALL = List.of(
            server("tomcat", "TomcatStack", "tomcat-embed-core-", ON_17),
            server("jetty", "JettyStack", "jetty-server-", ON_17),
            server("undertow", "UndertowStack", "undertow-core-", ON_REQUEST),
            server("jdk-http", "JdkHttpStack", "", ON_ALL),
            client("okhttp", "OkHttpStack", "okhttp-jvm-", ON_17),
            client("okhttp4", "OkHttp4Stack", "okhttp-", ON_REQUEST),
            client("httpclient5", "HttpClient5Stack", "httpclient5-", ON_REQUEST),
            new StackUnderTest(
                    "jedis",
                    "JedisStack",
                    "jedis-",
                    "redis",
                    "a pool against redis-server: its idle timeout, CLIENT KILL, a restart, nobody there",
                    // Jedis closes with SO_LINGER 0.
                    Set.of("abortive-close"),
                    "fin-unnoticed",
                    ON_17),
            new StackUnderTest(
                    "lettuce",
                    "LettuceStack",
                    "lettuce-core-",
                    "redis",
                    "one connection against redis-server: its idle timeout, CLIENT KILL, a restart, nobody there",
                    Set.of(),
                    "fin-unnoticed",
                    ON_REQUEST),
            new StackUnderTest(
                    "hikari",
                    "HikariStack",
                    "HikariCP-",
                    "postgres",
                    "pgjdbc against PostgreSQL: six threads, a query that is cancelled, a restart, a refused log-in",
                    Set.of(),
                    "fin-unnoticed",
                    ON_17),
            server("netty", "NettyStack", "netty-codec-http-", ON_REQUEST),
            server("reactor-netty", "ReactorNettyStack", "reactor-netty-http-", ON_REQUEST),
            server("vertx", "VertxStack", "vertx-core-", ON_REQUEST),
            new StackUnderTest(
                    "zookeeper",
                    "ZooKeeperStack",
                    "zookeeper-",
                    "",
                    "three clients through four seconds without a server, in which each connect is refused",
                    Set.of(),
                    "fin-unnoticed",
                    ON_REQUEST),
            new StackUnderTest(
                    "activemq",
                    "ActiveMqStack",
                    "activemq-broker-",
                    "",
                    "embedded broker and JMS clients by TCP; a failover client through a restart of the broker",
                    Set.of(),
                    "fin-unnoticed",
                    ON_REQUEST));

    private static StackUnderTest server(String folder, String main, String library, Set<Integer> everyBuild) {
        return new StackUnderTest(
                folder, main, library, "", VISITS, OF_CLIENTS_THAT_LEAVE, "fin-unnoticed", everyBuild);
    }

    private static StackUnderTest client(String folder, String main, String library, Set<Integer> everyBuild) {
        return new StackUnderTest(
                folder,
                main,
                library,
                "",
                "keep-alive and `Connection: close`, HTTP and HTTPS, against the JDK's server; bodies closed early, calls"
                        + " cancelled and timed out",
                OF_CLIENTS_THAT_LEAVE,
                "fin-unnoticed",
                everyBuild);
    }

    /** Those that this run is about: of each build, or all or some by the property {@code tcpclose.stacks}. */
    static List<StackUnderTest> on(Jdk jdk) {
        String named = System.getProperty("tcpclose.stacks", "").trim();
        List<String> names = Arrays.asList(named.split(",", -1));
        return ALL.stream()
                .filter(stack -> named.isEmpty()
                        ? stack.everyBuild.contains(jdk.feature())
                        : named.equals("all") || names.contains(stack.folder))
                .toList();
    }

    /** What its class path holds: nothing of the agent or its tests. */
    String classPath() throws IOException {
        return MODULES.resolve(folder).resolve("target/classes") + File.pathSeparator + jars();
    }

    String version() throws IOException {
        return Arrays.stream(jars().split(File.pathSeparator, -1))
                .map(jar -> Path.of(jar).getFileName().toString())
                .filter(jar -> !library.isEmpty() && jar.matches(Pattern.quote(library) + "[0-9].*"))
                .map(jar -> jar.substring(library.length(), jar.length() - ".jar".length()))
                .collect(Collectors.joining());
    }

    private String jars() throws IOException {
        return Files.readString(MODULES.resolve(folder).resolve("target/class-path.txt"))
                .trim();
    }

    @Override
    public String toString() {
        return folder;
    }
}
