package io.tcpclose.it.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** HTTP clients of other makes, by name; each stays below some seconds and hundreds of requests. */
final class HttpClients {
    private static final String SCRIPT = Path.of("src", "test", "resources", "stack_client.py")
            .toAbsolutePath()
            .toString();

    private final PrivateNet net;
    private final Set<String> missing = new TreeSet<>();

    HttpClients(PrivateNet net) {
        this.net = net;
    }

    /** Those that were asked for and are not on this machine. */
    Set<String> missing() {
        return missing;
    }

    void visit(String client, String site) throws Exception {
        switch (client) {
            case "curl" -> curl(site);
            case "ab" -> run("ab", "-q", "-n", "40", "-c", "4", site + "/hello");
            case "ab-k" -> run("ab", "-q", "-k", "-n", "200", "-c", "4", site + "/hello");
            case "wrk" -> run("wrk", "-t1", "-c4", "-d1s", site + "/hello");
            case "python" ->
                run(
                        "python3",
                        SCRIPT,
                        site,
                        "keep",
                        "leave",
                        "reset",
                        "half",
                        "silent",
                        "part",
                        "idle",
                        "polite",
                        "stranger");
            case "openssl" -> openssl(site);
            case "give-up" -> run("python3", SCRIPT, site, "giveup");
            default -> throw new IllegalArgumentException(client);
        }
    }

    private void curl(String site) throws Exception {
        List<String> several = new ArrayList<>(List.of("curl", "-sSk", "--http1.1"));
        for (String path : List.of("/hello", "/big", "/hello")) {
            several.addAll(List.of("-o", "/dev/null", site + path));
        }
        run(several, "");
        run("curl", "-sSk", "--http1.1", "-H", "Connection: close", "-o", "/dev/null", site + "/hello");
        // Gives up: 28 is its own word for that.
        run(List.of("curl", "-sk", "--max-time", "0.2", "-o", "/dev/null", site + "/slow"), "", 28);
    }

    private void openssl(String site) throws Exception {
        if (!site.startsWith("https:")) {
            return;
        }
        String address = site.substring("https://".length());
        for (String version : List.of("-tls1_2", "-tls1_3")) {
            List<String> client = List.of("openssl", "s_client", "-connect", address, version);
            run(client, "", 1);
            List<String> asking = new ArrayList<>(client);
            asking.add("-ign_eof");
            run(asking, "GET /hello HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n", 1);
        }
    }

    private void run(String... command) throws Exception {
        run(List.of(command), "");
    }

    private void run(List<String> command, String stdin, Integer... allowed) throws Exception {
        if (Commands.isInstalled(command.get(0))) {
            Commands.run(net.inside(command), stdin, allowed);
        } else {
            missing.add(command.get(0));
        }
    }
}
