package io.tcpclose.core.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Stacks;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames are written {@code module/class.method:line}; without a module they are of the class path. */
class SiteIdentityTest {
    private static final String LEAK = "com.acme.Dao.open:42 com.acme.Servlet.doGet:7";
    private static final String POOL =
            "java.base/java.util.concurrent.ThreadPoolExecutor.runWorker:1136 java.base/java.lang.Thread.run:840";
    private static final String TOMCAT = "jakarta.servlet.http.HttpServlet.service:1"
            + " org.apache.catalina.core.StandardWrapperValve.invoke:2 org.apache.coyote.http11.Http11Processor.service:3"
            + " org.apache.tomcat.util.net.NioEndpoint$SocketProcessor.doRun:4";
    private static final String JETTY = "org.eclipse.jetty.server.Server.handle:1"
            + " org.eclipse.jetty.server.internal.HttpConnection.onFillable:2 org.eclipse.jetty.io.FillInterest.fillable:99";
    private static final String NETTY = "io.netty.channel.AbstractChannelHandlerContext.invokeChannelRead:1"
            + " io.netty.channel.nio.NioEventLoop.run:2 io.netty.util.concurrent.FastThreadLocalRunnable.run:3"
            + " java.base/java.lang.Thread.run:840";

    private static StackTraceElement frame(String text) {
        int module = text.indexOf('/');
        int line = text.lastIndexOf(':');
        String name = text.substring(module + 1, line);
        int method = name.lastIndexOf('.');
        String of = module < 0 ? null : text.substring(0, module);
        int number = Integer.parseInt(text.substring(line + 1));
        return new StackTraceElement(
                null, of, null, name.substring(0, method), name.substring(method + 1), "F.java", number);
    }

    private static Site site(String stack) {
        StackTraceElement[] frames =
                Arrays.stream(stack.split(" ")).map(SiteIdentityTest::frame).toArray(StackTraceElement[]::new);
        return new Sites(48).of(Stacks.of(frames));
    }

    /** What differs, and two stacks of the same cause. */
    static Stream<Arguments> same() {
        String nested = JETTY + " org.eclipse.jetty.util.thread.strategy.AdaptiveExecutionStrategy.";
        String virtual = "java.base/java.lang.VirtualThread.run:309";
        return Stream.of(
                Arguments.of("lines", LEAK, "com.acme.Dao.open:43 com.acme.Servlet.doGet:9"),
                Arguments.of("lambda numbers", "com.acme.A.lambda$f$3:1", "com.acme.A.lambda$f$17:1"),
                Arguments.of("hidden classes", "com.acme.A$$Lambda$14.f:1", "com.acme.A$$Lambda$15.f:1"),
                Arguments.of("pool and virtual thread", LEAK + " " + POOL, LEAK + " " + virtual),
                Arguments.of("pool and none", LEAK + " " + POOL, LEAK),
                Arguments.of(
                        "the strategies of Jetty",
                        LEAK + " " + nested + "runTask:1 " + POOL,
                        LEAK + " " + nested + "consumeTask:2 "
                                + "org.eclipse.jetty.util.thread.ReservedThreadExecutor$ReservedThread.run:3 " + POOL),
                Arguments.of(
                        "Jetty on virtual threads", LEAK + " " + nested + "tryProduce:1 " + POOL, LEAK + " " + virtual),
                Arguments.of("Tomcat and Jetty", LEAK + " " + TOMCAT + " " + POOL, LEAK + " " + JETTY + " " + POOL),
                Arguments.of(
                        "XNIO and JBoss threads",
                        LEAK + " io.undertow.server.Connectors.executeRootHandler:1 org.xnio.nio.WorkerThread.run:2",
                        LEAK + " io.undertow.server.HttpServerExchange$1.run:5 "
                                + "org.jboss.threads.EnhancedQueueExecutor$ThreadBody.run:6 " + POOL),
                Arguments.of(
                        "Netty, moved",
                        LEAK + " " + NETTY,
                        LEAK + " " + NETTY.replace("io.netty", "org.x.shaded.io.netty")),
                Arguments.of(
                        "a future that was ready",
                        "com.acme.A.then:1 java.base/java.util.concurrent.CompletableFuture$UniApply.tryFire:2 com.acme.B.f:3",
                        "com.acme.A.then:1 java.base/java.util.concurrent.CompletableFuture.uniApplyStage:2 com.acme.B.f:3"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("same")
    void identity_ofOneCause_isOne(String what, String one, String other) {
        assertThat(site(one).identity()).isEqualTo(site(other).identity());
        assertThat(site(one).frames()).as("what is shown stays whole").hasSize(one.split(" ").length);
    }

    @Test
    void identity_ofAnotherCause_isAnother() {
        assertThat(List.of(
                        site(LEAK).identity(),
                        site("com.acme.Dao.open:42 com.acme.Other.doGet:7").identity(),
                        site("com.acme.Dao.other:42 com.acme.Servlet.doGet:7").identity(),
                        site("com.acme.Servlet.doGet:7").identity(),
                        site("com.acme.Dao.open:42 com.acme.Dao.open:42 com.acme.Servlet.doGet:7")
                                .identity()))
                .doesNotHaveDuplicates();
    }

    @Test
    void identity_ofApplication_isItsFrames() {
        assertThat(site(LEAK + " " + TOMCAT + " " + POOL).identity().frames())
                .containsExactly("com.acme.Dao.open", "com.acme.Servlet.doGet");
    }

    /** A server that leaks by itself: nothing of the application is on the stack. */
    @Test
    void identity_ofAServerByItself_isWhatItDoesAndNotHowItsThreadsRun() {
        assertThat(site(JETTY + " " + POOL).identity().frames())
                .containsExactly(
                        "org.eclipse.jetty.server.Server.handle",
                        "org.eclipse.jetty.server.internal.HttpConnection.onFillable");
        assertThat(site("java.net.http/jdk.internal.net.http.Http1.connect:1 " + POOL)
                        .identity()
                        .frames())
                .containsExactly("jdk.internal.net.http.Http1.connect");
    }

    @Test
    void identity_isNeverEmptyWhereThereIsAStack() {
        assertThat(site(POOL).identity().frames()).containsExactly("java.util.concurrent.ThreadPoolExecutor.runWorker");
        assertThat(Site.NONE.identity()).isSameAs(SiteIdentity.NONE);
    }

    /** An application may be called as a library is, and may start one. */
    @Test
    void identity_ofApplicationFrames_keepsThem() {
        assertThat(site("com.acme.reactor.Core.open:1 com.acme.Main.main:2")
                        .identity()
                        .frames())
                .containsExactly("com.acme.reactor.Core.open", "com.acme.Main.main");
        assertThat(site(NETTY + " com.acme.Main.main:1").identity().frames())
                .contains("io.netty.channel.nio.NioEventLoop.run")
                .last()
                .isEqualTo("com.acme.Main.main");
    }
}
