package io.tcpclose.core.site;

import java.util.List;

/**
 * Whose frames are no application's: what carries work (pools, schedulers, event loops, the JDK itself) and what calls an
 * application (servers and frameworks). The one table by which {@link SiteIdentity} cuts a stack; a page of the documentation is
 * made of it.
 *
 * <p>A prefix is one of {@code package.Class.method}. One with a package of two names holds as well where the library was moved
 * below another package, as shading does.
 */
final class StackTails {
    /** @param frames what {@code package.Class.method} begins with */
    record Family(String name, List<String> frames) {}

    /** Below these the way into the same code differs from call to call; they go wherever another frame is left. */
    static final List<Family> WORKERS = List.of(
            new Family(
                    "JDK threads and pools",
                    List.of(
                            "java.lang.Thread.",
                            "java.lang.ThreadBuilders",
                            "java.lang.VirtualThread",
                            "java.util.TimerThread.",
                            "java.util.concurrent.",
                            "jdk.internal.misc.InnocuousThread",
                            "jdk.internal.vm.")),
            new Family(
                    "JDK loops",
                    List.of(
                            "jdk.internal.net.http.HttpClientImpl$SelectorManager.",
                            "jdk.internal.net.http.common.",
                            "sun.net.httpserver.ServerImpl$Dispatcher.",
                            "sun.net.httpserver.ServerImpl$DefaultExecutor.",
                            "sun.nio.ch.AsynchronousChannelGroupImpl",
                            "sun.nio.ch.EPollPort",
                            "sun.nio.ch.Invoker",
                            "sun.nio.ch.Port")),
            new Family(
                    "Jetty",
                    List.of(
                            "org.eclipse.jetty.io.AbstractConnection$ReadCallback.",
                            "org.eclipse.jetty.io.FillInterest.",
                            "org.eclipse.jetty.io.ManagedSelector",
                            "org.eclipse.jetty.io.SelectableChannelEndPoint$",
                            "org.eclipse.jetty.io.SelectorManager",
                            "org.eclipse.jetty.util.thread.")),
            new Family(
                    "Undertow, XNIO, JBoss threads",
                    List.of(
                            "org.jboss.threads.",
                            "org.xnio.ChannelListeners.invoke",
                            "org.xnio.XnioWorker",
                            "org.xnio.conduits.ReadReadyHandler$",
                            "org.xnio.conduits.WriteReadyHandler$",
                            "org.xnio.nio.NioSocketConduit.handleReady",
                            "org.xnio.nio.QueuedNioTcpServer",
                            "org.xnio.nio.WorkerThread")),
            new Family(
                    "Tomcat",
                    List.of(
                            "org.apache.tomcat.util.net.AbstractEndpoint$",
                            "org.apache.tomcat.util.net.Acceptor.",
                            "org.apache.tomcat.util.net.Nio2Endpoint$SocketProcessor.",
                            "org.apache.tomcat.util.net.NioEndpoint$Poller",
                            "org.apache.tomcat.util.net.NioEndpoint$SocketProcessor.",
                            "org.apache.tomcat.util.net.SocketProcessorBase.",
                            "org.apache.tomcat.util.threads.")),
            new Family(
                    "Netty",
                    List.of(
                            "io.netty.channel.SingleThread",
                            "io.netty.channel.epoll.EpollEventLoop",
                            "io.netty.channel.epoll.EpollIoHandler",
                            "io.netty.channel.nio.NioEventLoop",
                            "io.netty.channel.nio.NioIoHandler",
                            "io.netty.util.concurrent.",
                            "io.netty.util.internal.ThreadExecutorMap")),
            new Family("Vert.x", List.of("io.vertx.core.impl.", "io.vertx.core.internal.")),
            new Family("Reactor, RxJava", List.of("io.reactivex.", "reactor.core.scheduler.")),
            new Family("OkHttp", List.of("okhttp3.internal.NamedRunnable", "okhttp3.internal.concurrent.TaskRunner")),
            new Family("Guava", List.of("com.google.common.util.concurrent.")),
            new Family(
                    "Spring",
                    List.of(
                            "org.springframework.core.task.",
                            "org.springframework.scheduling.",
                            "org.springframework.util.concurrent.")),
            new Family(
                    "Kotlin, Scala, Akka, Pekko",
                    List.of(
                            "akka.dispatch.",
                            "kotlinx.coroutines.",
                            "org.apache.pekko.dispatch.",
                            "scala.concurrent.")),
            new Family("Quartz", List.of("org.quartz.core.", "org.quartz.simpl.")));

    /** These call the application: what is below its lowest frame is theirs. Where a stack is all theirs they stay. */
    static final List<Family> CALLERS = List.of(
            new Family("Servlets", List.of("jakarta.servlet.", "javax.servlet.")),
            new Family("Jetty", List.of("org.eclipse.jetty.")),
            new Family("Undertow, WildFly", List.of("io.undertow.", "org.jboss.", "org.wildfly.", "org.xnio.")),
            new Family("Tomcat", List.of("org.apache.catalina.", "org.apache.coyote.", "org.apache.tomcat.")),
            new Family("Netty", List.of("io.netty.")),
            new Family("Vert.x, Quarkus, Micronaut", List.of("io.micronaut.", "io.quarkus.", "io.vertx.")),
            new Family("Reactor, RxJava", List.of("io.reactivex.", "reactor.")),
            new Family("Spring", List.of("org.springframework.")),
            new Family("Jersey, Grizzly", List.of("org.glassfish.")),
            new Family("gRPC", List.of("io.grpc.")),
            new Family("OkHttp", List.of("okhttp3.")),
            new Family(
                    "Kotlin, Scala, Akka, Pekko",
                    List.of("akka.", "kotlin.", "kotlinx.", "org.apache.pekko.", "scala.")),
            new Family("Quartz", List.of("org.quartz.")));

    private StackTails() {}

    static boolean isWorker(StackTraceElement frame) {
        return isOf(WORKERS, frame);
    }

    /** Carries or calls, and is never the application. */
    static boolean isMachinery(StackTraceElement frame) {
        return isJdk(frame) || isWorker(frame) || isOf(CALLERS, frame);
    }

    static boolean isJdk(StackTraceElement frame) {
        String module = frame.getModuleName();
        if (module != null) return module.startsWith("java.") || module.startsWith("jdk.");
        return frame.getClassName().startsWith("java.");
    }

    private static boolean isOf(List<Family> families, StackTraceElement frame) {
        String name = frame.getClassName() + "." + frame.getMethodName();
        for (Family family : families) {
            for (String prefix : family.frames()) if (begins(name, prefix)) return true;
        }
        return false;
    }

    private static boolean begins(String name, String prefix) {
        int at = name.indexOf(prefix);
        return at == 0 || (at > 0 && name.charAt(at - 1) == '.' && isTelling(prefix));
    }

    /** {@code com.acme.reactor} is no Reactor that was moved; below {@code io.netty} nobody writes an application. */
    private static boolean isTelling(String prefix) {
        return prefix.indexOf('.') < prefix.lastIndexOf('.');
    }
}
