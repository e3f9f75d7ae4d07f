package io.tcpclose.core.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Stacks;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The next release of an application gives its findings the same names: two releases are really compiled and run. */
class FingerprintTest {
    /** Everything that compilers and the JVM number: lambdas, anonymous classes, proxies, reflection. */
    private static final String RELEASE = """
            package com.acme;
            import java.lang.reflect.Proxy;
            import java.util.function.Supplier;
            public class Dao {
                %s
                public static Object open(Supplier<Object> socket) {
                    %s
                    Supplier<Object> lambda = () -> inner(socket);
                    return lambda.get();
                }
                private static Object inner(Supplier<Object> socket) {
                    Supplier<Object> anonymous = new Supplier<>() {
                        public Object get() { return new Nested().%s(socket); }
                    };
                    return ((Supplier<?>) Proxy.newProxyInstance(
                            Dao.class.getClassLoader(),
                            new Class<?>[] {Supplier.class},
                            (p, m, a) -> m.invoke(anonymous, a))).get();
                }
                static class Nested {
                    Object use(Supplier<Object> socket) { return socket.get(); }
                    Object query(Supplier<Object> socket) { return socket.get(); }
                }
            }
            """;

    /** Moves every line and takes the first lambda's, anonymous class's and access method's number. */
    private static final String MORE_MEMBERS = """
            static final Runnable FIRST = () -> {};
            static final Object OTHER = new Object() {};

            static void another(Runnable r) { another(() -> r.run()); }
            """;

    private static List<String> first;
    private static List<String> second;
    private static List<String> renamed;

    @BeforeAll
    static void release(@TempDir Path directory) throws Exception {
        first = run(directory.resolve("1"), RELEASE.formatted("", "", "use"));
        second = run(directory.resolve("2"), RELEASE.formatted(MORE_MEMBERS, "Runnable added = () -> {};", "use"));
        renamed = run(directory.resolve("3"), RELEASE.formatted("", "", "query"));
    }

    private static List<String> run(Path classes, String source) throws Exception {
        Files.createDirectories(classes);
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        SimpleJavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///com/acme/Dao.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options = List.of("-d", classes.toString());
        assertThat(javac.getTask(null, null, null, options, null, List.of(file)).call())
                .isTrue();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
            Supplier<Object> socket = Stacks::here;
            Object mark = loader.loadClass("com.acme.Dao")
                    .getMethod("open", Supplier.class)
                    .invoke(null, socket);
            List<String> frames = new Sites(48).of(mark).frames();
            int end = lastOf(frames, "com.acme.Dao.open");
            return frames.subList(frames.indexOf(firstOf(frames, "com.acme.")), end + 1);
        }
    }

    private static String firstOf(List<String> frames, String start) {
        return frames.stream().filter(f -> f.startsWith(start)).findFirst().orElseThrow();
    }

    private static int lastOf(List<String> frames, String start) {
        return frames.lastIndexOf(firstOf(frames, start));
    }

    private static SiteIdentity site(List<String> frames) {
        return new SiteIdentity(frames.stream().map(Fingerprint::stable).toList());
    }

    private static String print(List<String> frames) {
        return Fingerprint.of("eof-not-closed", "db:5432", site(frames), SiteIdentity.NONE);
    }

    @Test
    void release_recompiled_movesLinesAndNumbersAndKeepsItsFingerprint() {
        assertThat(second).isNotEqualTo(first);
        assertThat(first).anyMatch(f -> f.contains("lambda$")).anyMatch(f -> f.contains("$Proxy"));
        assertThat(print(second)).isEqualTo(print(first));
    }

    @Test
    void release_anotherMethodUsesIt_isAnotherFinding() {
        assertThat(print(renamed)).isNotEqualTo(print(first));
    }

    @Test
    void fingerprint_everyPart_counts() {
        SiteIdentity dao = site(List.of("com.acme.Dao.open(Dao.java:1)"));
        SiteIdentity main = site(List.of("com.acme.Main.main(Main.java:1)"));
        assertThat(List.of(
                        Fingerprint.of("a", "db:1", dao, main),
                        Fingerprint.of("b", "db:1", dao, main),
                        Fingerprint.of("a", "db:2", dao, main),
                        Fingerprint.of("a", null, dao, main),
                        Fingerprint.of("a", "db:1", main, dao),
                        Fingerprint.of("a", "db:1", dao, SiteIdentity.NONE),
                        Fingerprint.of("a", "db:1", SiteIdentity.NONE, dao),
                        Fingerprint.of("a", "db:1", SiteIdentity.NONE, SiteIdentity.NONE)))
                .doesNotHaveDuplicates()
                .allMatch(print -> print.matches("[0-9a-f]{16}"));
    }

    @ParameterizedTest
    @CsvSource({
        "a.B.run(B.java:12), a.B.run",
        "a.B.run(Unknown Source), a.B.run",
        "a.B.method2(B.java:1), a.B.method2",
        "a.B2.run(B2.java:1), a.B2.run",
        "a.B.lambda$open$17(B.java:1), a.B.lambda$open$",
        "a.B$1.run(B.java:1), a.B$.run",
        "a.B$Inner.run(B.java:1), a.B$Inner.run",
        "a.B$1Local.run(B.java:1), a.B$1Local.run",
        "a.B$$Lambda$14/0x0000000800c0.run(Unknown Source), a.B$$.run",
        "a.B$$Lambda/0x00007f3c1c00.run(Unknown Source), a.B$$.run",
        "a.B$$EnhancerBySpringCGLIB$$1a2b3c.run(<generated>), a.B$$.run",
        "a.B$ByteBuddy$x7Kq.run(Unknown Source), a.B.run",
        "com.sun.proxy.$Proxy12.run(Unknown Source), com.sun.proxy.$Proxy.run",
        "jdk.proxy2.$Proxy9.run(Unknown Source), jdk.proxy.$Proxy.run",
        "a.B/0x0000000800c0.run(Unknown Source), a.B.run",
        "a.B.access$000(B.java:1), a.B.access$",
    })
    void stable_numbersThatAreMadeUp_areLeftOut(String frame, String stable) {
        assertThat(Fingerprint.stable(frame)).isEqualTo(stable);
    }

    @Test
    void fingerprint_ofOneRule_doesNotChangeWithTheAgent() {
        List<String> opened = List.of("com.acme.Dao.lambda$open$3(Dao.java:42)", "com.acme.Main.main(Main.java:7)");
        assertThat(Fingerprint.of("eof-not-closed", "db.internal:5432", site(opened), SiteIdentity.NONE))
                .as("baselines of users hold it: changing it is a change of the contract")
                .isEqualTo("68bd7c76d619a1de");
    }
}
