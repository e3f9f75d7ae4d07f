package io.tcpclose.it.app;

import java.net.ProxySelector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The JVM under test: plays all scenarios of the suites named as arguments at once, says {@code HOLD} when every one has
 * reached its state, and after {@code RELEASE} on stdin lets them end.
 */
public final class ScenarioMain {
    private static final String SWAP = "tcpclose.it.swap";
    private final Console console = new Console();
    private final List<Scenario> scenarios;
    private final CountDownLatch notReady;

    private ScenarioMain(List<Scenario> scenarios) {
        this.scenarios = scenarios;
        this.notReady = new CountDownLatch(scenarios.size());
    }

    public static void main(String[] suites) throws Exception {
        List<Class<?>> classes = new ArrayList<>();
        for (String suite : suites) {
            classes.add(Class.forName(suite));
        }
        List<Scenario> all = Scenario.of(classes, Runtime.version().feature());
        new ScenarioMain(Boolean.getBoolean(SWAP) ? swapped(all) : all).run();
        System.exit(0);
    }

    private static List<Scenario> swapped(List<Scenario> all) {
        return all.stream().flatMap(scenario -> scenario.swapped().stream()).toList();
    }

    private void run() throws InterruptedException {
        console.start();
        // By one thread: ProxySelector and sun.net.spi.DefaultProxySelector initialise each other, and a SOCKS proxy
        // begins with the
        // other of the two, so that two threads can wait for each other for ever. With or without an agent.
        ProxySelector.getDefault();
        List<Thread> threads =
                scenarios.stream().map(s -> new Thread(() -> play(s), s.id())).toList();
        threads.forEach(Thread::start);
        notReady.await();
        console.say("HOLD");
        console.awaitRelease();
        for (Thread thread : threads) {
            thread.join(20_000);
        }
        console.say("DONE");
    }

    private void play(Scenario scenario) {
        Wire wire = new Wire(scenario.id(), console, notReady::countDown);
        try {
            scenario.play(wire);
        } catch (Throwable e) {
            e.printStackTrace();
            wire.say("FAILED", e.toString().replaceAll("\\s+", " "));
        } finally {
            wire.end();
        }
    }
}
