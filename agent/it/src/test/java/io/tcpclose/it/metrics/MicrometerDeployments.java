package io.tcpclose.it.metrics;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A container whose applications each bring a Micrometer. Says how many of them saw meters of the agent, and how many class loaders
 * are left once all were let go.
 */
public final class MicrometerDeployments {
    public static final int COUNT = 20;
    private static final int PATIENCE_MS = 20_000;

    private MicrometerDeployments() {}

    /** @param args {@code global} or {@code own} as for {@link PlainMicrometer}, and the jars of Micrometer */
    public static void main(String[] args) throws Exception {
        boolean global = args[0].equals("global");
        List<URL> jars = new ArrayList<>();
        jars.add(MicrometerDeployments.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation());
        for (int i = 1; i < args.length; i++) jars.add(new File(args[i]).toURI().toURL());
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        System.out.println("SAW METERS " + deploy(global, jars.toArray(new URL[0]), loaders));
        System.out.println("LEFT " + left(loaders));
        System.exit(0);
    }

    private static int deploy(boolean global, URL[] jars, List<WeakReference<ClassLoader>> loaders) throws Exception {
        List<URLClassLoader> deployed = new ArrayList<>();
        List<Callable<Boolean>> applications = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            URLClassLoader loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
            deployed.add(loader);
            loaders.add(new WeakReference<>(loader));
            applications.add(started(loader, global));
        }
        int saw = 0;
        for (Callable<Boolean> application : applications) if (application.call()) saw++;
        for (URLClassLoader loader : deployed) loader.close();
        return saw;
    }

    @SuppressWarnings("unchecked")
    private static Callable<Boolean> started(ClassLoader loader, boolean global) throws ReflectiveOperationException {
        Class<?> type = loader.loadClass(MicrometerDeployment.class.getName());
        return (Callable<Boolean>) type.getConstructor(boolean.class).newInstance(global);
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
