package io.tcpclose.agent;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
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
    private static final String PREFIX = "boot/";
    private static final String SUFFIX = ".classdata";

    private final Map<String, byte[]> classes = new LinkedHashMap<>();

    BootClasses(String jarPath) throws IOException {
        try (JarFile jar = new JarFile(jarPath)) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                String name = entry.getName();
                if (name.startsWith(PREFIX) && name.endsWith(SUFFIX)) classes.put(className(name), bytes(jar, entry));
            }
        }
    }

    private static String className(String entry) {
        return entry.substring(PREFIX.length(), entry.length() - SUFFIX.length())
                .replace('/', '.');
    }

    private static byte[] bytes(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    /** @return whether it went without an append */
    boolean define(Instrumentation instrumentation) throws IOException {
        try {
            classes.forEach((name, bytes) -> Unsafe.getUnsafe().defineClass(name, bytes, 0, bytes.length, null, null));
            return true;
        } catch (Throwable refused) {
            append(instrumentation);
            return false;
        }
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
        for (String name : classes.keySet()) Class.forName(name, true, null);
    }
}
