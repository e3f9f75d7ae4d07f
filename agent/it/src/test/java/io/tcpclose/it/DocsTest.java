package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The documentation speaks of what is there. */
class DocsTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

    /** {@code SlowHooks.endOfFile}, {@code io.tcpclose.AgentClassLoader}: anything that looks like a class. */
    private static final Pattern TYPE = Pattern.compile("(?:[a-z]\\w*\\.)*([A-Z]\\w*[a-z]\\w*)(?:\\.\\w+)?(?:\\(\\))?");

    private static final Set<String> OF_OTHERS = Set.of(
            "Advice",
            "AgentBuilder",
            "AsynchronousServerSocketChannel",
            "AsynchronousSocketChannel",
            "ByteBuddy",
            "ClassValue",
            "FileDescriptor",
            // an event
            "HalfClose",
            "HttpClient",
            "HttpServerProvider",
            "MessageDigest",
            "MeterRegistry",
            "Metrics",
            "Net",
            "NioSocketImpl",
            "ObjectMethods",
            "Runtime",
            "SecureDirectoryStream",
            "SSLSocket",
            "ServerSocketChannel",
            "ServerSocket",
            "Shutdown",
            "Socket",
            "SocketChannel",
            "SocketChannelImpl",
            "SocketDispatcher",
            "System",
            "Throwable",
            "Unsafe",
            "ZoneInfoFile");

    @Test
    void links_leadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        int seen = 0;
        for (Path page : DocPages.all()) {
            for (String target : DocPages.matches(LINK, DocPages.prose(page))) {
                if (target.startsWith("https://")) {
                    continue;
                }
                seen++;
                if (!leadsSomewhere(page, target)) {
                    broken.add(page.getFileName() + ": " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(seen).isGreaterThan(20);
    }

    private static boolean leadsSomewhere(Path page, String target) {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path there = file.isEmpty() ? page : page.resolveSibling(file);
        boolean exists = Files.exists(there);
        return exists && (hash < 0 || DocPages.anchors(there).contains(target.substring(hash + 1)));
    }

    @Test
    void classes_areThere() throws IOException {
        Set<String> known = DocPages.sources("").stream()
                .map(source -> source.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        known.addAll(OF_OTHERS);
        List<String> named = new ArrayList<>();
        for (Path page : DocPages.all()) {
            for (String code : DocPages.matches(CODE, DocPages.prose(page))) {
                Matcher type = TYPE.matcher(code);
                if (type.matches()) {
                    named.add(type.group(1));
                }
            }
        }
        assertThat(named).hasSizeGreaterThan(50);
        assertThat(named).filteredOn(type -> !known.contains(type)).isEmpty();
    }

    @Test
    void everyPage_isLinkedFromTheReadme() throws IOException {
        List<String> links = DocPages.matches(LINK, DocPages.prose(DocPages.ROOT.resolve("README.md")));
        assertThat(DocPages.all())
                .filteredOn(page -> page.getParent().endsWith("docs"))
                .hasSizeGreaterThan(5)
                .allSatisfy(page -> assertThat(links).contains("docs/" + page.getFileName()));
    }

    @Test
    void readme_showsACommandThatTheBuildMakesTrue() {
        assertThat(DocPages.read(DocPages.ROOT.resolve("README.md")))
                .contains("\nmvn -q -DskipTests package && java"
                        + " -javaagent:agent/dist/target/tcpclose-agent.jar=config=demo-app/demo.properties"
                        + " -jar demo-app/target/demo-app.jar\n")
                .contains("\nmvn verify\n");
        assertThat(DocPages.ROOT.resolve("demo-app/demo.properties")).isRegularFile();
    }
}
