package io.tcpclose.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import jdk.internal.misc.Unsafe;

/**
 * Puts the few classes of {@code io.tcpclose.bootstrap} into the boot loader, where code inlined into java.base finds them.
 *
 * <p>By {@code Unsafe.defineClass}, not {@code appendToBootstrapClassLoaderSearch}: appending makes the JVM print a warning
 * and costs the application its class data sharing. The append is the fallback, and said.
 */
final class BootClasses {
    /** By which another agent finds them: so it comes last, and where it is, all are. */
    private static final String LAST = "io.tcpclose.bootstrap.Tracing";

    private final Map<String, byte[]> classes = new LinkedHashMap<>();

    /** By an index that the build writes: walking all entries of the jar would be felt at start-up. */
    BootClasses(String jarPath) throws IOException {
        try (JarFile jar = new JarFile(jarPath)) {
            StringTokenizer paths = new StringTokenizer(new String(bytes(jar, "boot/index"), UTF_8), "\r\n");
            while (paths.hasMoreTokens()) {
                String path = paths.nextToken();
                String name = path.substring(0, path.length() - ".class".length());
                classes.put(name.replace('/', '.'), bytes(jar, "boot/" + name + ".classdata"));
            }
            byte[] last = classes.remove(LAST);
            if (last != null) classes.put(LAST, last);
        }
    }

    private static byte[] bytes(JarFile jar, String name) throws IOException {
        JarEntry entry = jar.getJarEntry(name);
        if (entry == null) throw new IOException(name + " is not in " + jar.getName());
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    /** By an agent of the same version that has left, or could not start; see TcpCloseAgent. */
    static boolean areDefined() {
        return isDefined(LAST);
    }

    private static boolean isDefined(String name) {
        try {
            Class.forName(name, false, null);
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** @return whether it went without an append */
    boolean define(Instrumentation instrumentation) throws IOException {
        try {
            classes.forEach(BootClasses::define);
            return true;
        } catch (VirtualMachineError full) {
            throw full;
        } catch (Throwable refused) {
            append(instrumentation);
            return false;
        }
    }

    /** Some are there where an agent before us could not define them all. */
    private static void define(String name, byte[] bytes) {
        if (!isDefined(name)) Unsafe.getUnsafe().defineClass(name, bytes, 0, bytes.length, null, null);
    }

    private void append(Instrumentation instrumentation) throws IOException {
        File file = File.createTempFile("tcpclose-boot", ".jar");
        file.deleteOnExit();
        try (JarOutputStream out = new JarOutputStream(new FileOutputStream(file))) {
            for (Map.Entry<String, byte[]> type : classes.entrySet()) {
                out.putNextEntry(new JarEntry(type.getKey().replace('.', '/') + ".class"));
                out.write(type.getValue());
            }
        }
        instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(file));
    }

    /** Loads and initialises them all now: no hook may be the first to need one. */
    void initialise() throws ClassNotFoundException {
        for (String name : classes.keySet()) {
            // These need classes of the JDK that most applications never load, and come up with the first of them.
            boolean later = name.endsWith(".TlsSockets")
                    || name.endsWith(".AsyncChannels")
                    || name.endsWith(".AsyncListeners")
                    || name.endsWith(".HttpExchanges");
            if (!later) Class.forName(name, true, null);
        }
    }
}
