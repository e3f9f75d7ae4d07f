package io.tcpclose.it.trace;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A container whose applications each bring OpenTelemetry, SLF4J and Logback. Says how many class loaders are left in the end. */
public final class TracedDeployments {
    private static final int COUNT = 8;
    private static final int PATIENCE_MS = 20_000;

    private TracedDeployments() {}

    /** @param args a port, and the jars of the libraries */
    public static void main(String[] args) throws Exception {
        List<URL> jars = new ArrayList<>();
        jars.add(TracedDeployments.class.getProtectionDomain().getCodeSource().getLocation());
        for (int i = 1; i < args.length; i++) jars.add(new File(args[i]).toURI().toURL());
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) loaders.add(run(jars.toArray(new URL[0]), Integer.parseInt(args[0])));
        System.out.println("LEFT " + left(loaders));
        System.exit(0);
    }

    private static WeakReference<ClassLoader> run(URL[] jars, int port) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
            Callable<?> application = (Callable<?>) loader.loadClass(TracedDeployment.class.getName())
                    .getConstructor(int.class)
                    .newInstance(port);
            // A thread of its own, as a container's: thread locals of the libraries go with it.
            Exception[] failed = new Exception[1];
            Thread worker = new Thread(() -> {
                try {
                    application.call();
                } catch (Exception e) {
                    failed[0] = e;
                }
            });
            worker.start();
            worker.join();
            if (failed[0] != null) throw failed[0];
            return new WeakReference<>(loader);
        }
    }

    private static long left(List<WeakReference<ClassLoader>> loaders) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        long left = loaders.size();
        while (left > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
            System.gc();
            left = loaders.stream().filter(loader -> loader.get() != null).count();
        }
        return left;
    }
}
