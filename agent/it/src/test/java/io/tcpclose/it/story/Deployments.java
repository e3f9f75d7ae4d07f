package io.tcpclose.it.story;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A container that deploys the same application many times, each time in a class loader of its own, and lets go of it.
 * Says how many loaders are left while the leaked connections are still open, and after they were closed.
 */
public final class Deployments {
    public static final int COUNT = 20;

    /** Many probe intervals. */
    private static final int PATIENCE_MS = 5_000;

    private Deployments() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("tcpclose.it.deployment-port", args[0]);
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        List<Socket> leaked = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            leaked.add(deploy(loaders));
        }
        TimeUnit.SECONDS.sleep(1);
        System.out.println("WHILE OPEN " + left(loaders));
        closeAll(leaked);
        System.out.println("AFTER CLOSE " + left(loaders));
        System.exit(0);
    }

    @SuppressWarnings("unchecked")
    private static Socket deploy(List<WeakReference<ClassLoader>> loaders) throws Exception {
        URL classes = Deployments.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            loaders.add(new WeakReference<>(loader));
            Class<?> type = loader.loadClass(Deployment.class.getName());
            return ((Callable<Socket>) type.getDeclaredConstructor().newInstance()).call();
        }
    }

    private static void closeAll(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
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
