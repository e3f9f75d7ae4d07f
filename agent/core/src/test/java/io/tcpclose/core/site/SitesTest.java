package io.tcpclose.core.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.StackMark;
import io.tcpclose.bootstrap.Stacks;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SitesTest {
    private static final StackTraceElement HOOK = frame("io.tcpclose.bootstrap.Tracing", "openingMark");
    private static final StackTraceElement NET = jdk("java.base", "sun.nio.ch.Net", "socket");
    private static final StackTraceElement SOCKET = jdk("java.base", "java.net.Socket", "<init>");
    private static final StackTraceElement CLIENT = jdk("java.net.http", "jdk.internal.net.http.Http1", "connect");
    private static final StackTraceElement DAO = frame("com.acme.Dao", "open");
    private static final StackTraceElement MAIN = frame("com.acme.Main", "main");

    private final Sites sites = new Sites(48);

    private static StackTraceElement frame(String type, String method) {
        return new StackTraceElement("app", null, null, type, method, type.replaceAll(".*\\.", "") + ".java", 42);
    }

    private static StackTraceElement jdk(String module, String type, String method) {
        return new StackTraceElement(null, module, "17", type, method, "Jdk.java", 7);
    }

    private List<String> framesOf(StackTraceElement... stack) {
        return sites.of(Stacks.of(stack)).frames();
    }

    @Test
    void frames_above_theApplication_areCut() {
        assertThat(framesOf(HOOK, NET, SOCKET, DAO, SOCKET, MAIN))
                .containsExactly(
                        "com.acme.Dao.open(Dao.java:42)",
                        "java.net.Socket.<init>(Jdk.java:7)",
                        "com.acme.Main.main(Main.java:42)");
    }

    @Test
    void frames_jdkByItself_beginOutsideJavaBase() {
        assertThat(framesOf(HOOK, HOOK, NET, CLIENT))
                .containsExactly("jdk.internal.net.http.Http1.connect(Jdk.java:7)");
        assertThat(framesOf(HOOK, HOOK, NET)).containsExactly("sun.nio.ch.Net.socket(Jdk.java:7)");
    }

    @Test
    void frames_ofReflection_areLeftOut() {
        StackTraceElement slow = jdk("java.base", "jdk.internal.reflect.NativeMethodAccessorImpl", "invoke0");
        StackTraceElement fast = jdk("java.base", "jdk.internal.reflect.GeneratedMethodAccessor7", "invoke");
        StackTraceElement invoke = jdk("java.base", "java.lang.reflect.Method", "invoke");
        Site before = sites.of(Stacks.of(HOOK, NET, DAO, slow, invoke, MAIN));
        Site after = sites.of(Stacks.of(HOOK, NET, DAO, fast, invoke, MAIN));
        assertThat(after).as("the JVM takes another way after 15 calls").isSameAs(before);
        assertThat(before.frames()).hasSize(3);
    }

    @Test
    void text_withoutLineOrFile_isThatOfTheJdk() {
        assertThat(framesOf(
                        new StackTraceElement("a.B", "known", "B.java", 3),
                        new StackTraceElement("a.B", "noLine", "B.java", -1),
                        new StackTraceElement("a.B", "noFile", null, 3),
                        new StackTraceElement("a.B", "inC", "B.java", -2)))
                .containsExactly(
                        "a.B.known(B.java:3)",
                        "a.B.noLine(B.java)",
                        "a.B.noFile(Unknown Source)",
                        "a.B.inC(Native Method)");
    }

    @Test
    void classes_areThoseOfTheFrames() {
        assertThat(sites.of(Stacks.of(HOOK, DAO, MAIN)).classes()).containsExactly("com.acme.Dao", "com.acme.Main");
    }

    @Test
    void label_isTheFirstFrameWithoutItsLine() {
        assertThat(sites.of(Stacks.of(HOOK, DAO, MAIN)).label()).isEqualTo("com.acme.Dao.open");
        assertThat(Site.NONE.label()).isNull();
    }

    @Test
    void depth_more_isCut() {
        assertThat(new Sites(2).of(Stacks.of(DAO, MAIN, MAIN, MAIN)).frames()).hasSize(2);
    }

    @Test
    void of_sameStack_isTheSameSite() {
        Site site = sites.of(Stacks.of(HOOK, DAO, MAIN));
        assertThat(sites.of(Stacks.of(DAO, MAIN))).isSameAs(site);
        assertThat(sites.of(Stacks.of(DAO))).isNotSameAs(site);
        assertThat(sites.of(site)).isSameAs(site);
        assertThat(sites.all()).hasSize(2);
    }

    @Test
    void of_noStack_isNone() {
        assertThat(sites.of(null)).isSameAs(Site.NONE);
        assertThat(sites.of(Stacks.of())).as("a JVM that takes none").isSameAs(Site.NONE);
        assertThat(sites.of("something else")).isSameAs(Site.NONE);
        assertThat(sites.all()).isEmpty();
    }

    private Site site(int number) {
        return sites.of(Stacks.of(frame("a.B" + number, "f")));
    }

    @Test
    void of_moreThanTheCap_forgetsTheLongestUnmetAndTakesTheNew() {
        Site first = site(0);
        Site second = site(1);
        first.closed = 5;
        second.closed = 3;
        for (int i = 2; i < 4_096; i++) site(i);
        assertThat(site(0)).as("met again").isSameAs(first);
        assertThat(sites.fallen()).isZero();
        Site newest = site(5_000);
        assertThat(newest.frames()).containsExactly("a.B5000.f(B5000.java:42)");
        assertThat(sites.fallen()).isEqualTo(512);
        assertThat(sites.fallenClosed()).as("what was closed stays in the sums").isEqualTo(3);
        assertThat(sites.all()).hasSize(4_096 - 512 + 1).contains(first, newest).doesNotContain(second);
        for (int i = 10_000; i < 20_000; i++) site(i);
        assertThat(sites.all()).hasSizeLessThanOrEqualTo(4_096);
    }

    @Test
    void of_moreThanTheCap_keepsWhatIsInUse() {
        List<Site> found = new ArrayList<>();
        List<Site> opened = new ArrayList<>();
        List<Site> forgotten = new ArrayList<>();
        sites.usedBy(new SiteUsers() {
            @Override
            public void mark() {
                opened.forEach(site -> site.usedFor(Use.OPENED));
                found.forEach(site -> site.usedFor(Use.FOUND));
            }

            @Override
            public void forget() {
                opened.stream().filter(Site::hasFallen).forEach(forgotten::add);
            }
        });
        for (int i = 0; i < 100; i++) found.add(site(i));
        for (int i = 100; i < 3_584; i++) opened.add(site(i));
        for (int i = 3_584; i < 4_097; i++) site(i);
        assertThat(sites.all()).containsAll(found).containsAll(opened);
        assertThat(forgotten).as("enough others went").isEmpty();
        for (int i = 5_000; sites.fallen() < 1_024; i++) opened.add(site(i));
        assertThat(sites.all()).containsAll(found);
        assertThat(forgotten).isNotEmpty().isSubsetOf(opened);
    }

    // --- accepted ---

    private static final StackTraceElement ACCEPT = jdk("jdk.httpserver", "sun.net.httpserver.ServerImpl", "run");

    private static Connection listener(StackTraceElement... openedIn) {
        Connection listener = Scripted.listener(1, 80).connection();
        listener.openedTrace = Stacks.of(openedIn);
        return listener;
    }

    @Test
    void of_acceptedByTheJdkAlone_isWhereTheListenerWasOpened() {
        Connection listener = listener(HOOK, NET, MAIN);
        Site site = sites.of(Stacks.acceptedFrom(listener, HOOK, NET, ACCEPT));
        assertThat(site.frames()).containsExactly("com.acme.Main.main(Main.java:42)");
        assertThat(listener.openedTrace).as("resolved once").isSameAs(site);
        assertThat(sites.of(Stacks.acceptedFrom(listener, HOOK, ACCEPT))).isSameAs(site);
        assertThat(sites.all()).as("what the JDK did is no site").containsExactly(site);
    }

    @Test
    void of_acceptedByTheApplication_isItsOwn() {
        Site site = sites.of(Stacks.acceptedFrom(listener(MAIN), HOOK, NET, DAO, ACCEPT));
        assertThat(site.label()).isEqualTo("com.acme.Dao.open");
    }

    @Test
    void of_acceptedFromAListenerWithoutStack_isWhatTheJdkDid() {
        Connection listener = Scripted.listener(1, 80).connection();
        listener.openedTrace = null;
        assertThat(sites.of(Stacks.acceptedFrom(listener, HOOK, NET, ACCEPT)).label())
                .isEqualTo("sun.net.httpserver.ServerImpl.run");
    }

    @Test
    void here_realStack_beginsInTheTest() {
        StackMark mark = Stacks.here();
        assertThat(Objects.requireNonNull(sites.of(mark).label())).endsWith("SitesTest.here_realStack_beginsInTheTest");
    }

    @Test
    void frames_ofALivingThread_areWhole() {
        List<String> frames = sites.frames(new ArrayList<>(List.of(NET, SOCKET)).toArray(new StackTraceElement[0]));
        assertThat(frames).containsExactly("sun.nio.ch.Net.socket(Jdk.java:7)", "java.net.Socket.<init>(Jdk.java:7)");
        assertThat(new Sites(1).frames(new StackTraceElement[] {NET, SOCKET})).hasSize(1);
    }
}
