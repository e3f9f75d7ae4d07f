package io.tcpclose;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads the agent from {@code inst/**.classdata} of its own jar, where no scanner of the application finds it. Parallel
 * capable: agents that were not have deadlocked with threads that load classes at start-up.
 *
 * <p>Where it differs from the usual delegation:
 *
 * <ol>
 *   <li>{@code io.tcpclose.bootstrap.*} comes from the boot loader, which the agent has defined it into.
 *   <li>The parent is the platform loader: the application's class path is never seen.
 *   <li>Resources are those of {@code inst/} only; a class file is found under its hidden name.
 *   <li>{@code sun.misc.Unsafe} is not there: protobuf does without it, and asks it something at which newer JVMs print a warning.
 * </ol>
 */
final class AgentClassLoader extends ClassLoader {
    static {
        ClassLoader.registerAsParallelCapable();
    }

    private final JarFile jar;

    AgentClassLoader(JarFile jar) throws ReflectiveOperationException {
        super((ClassLoader) ClassLoader.class.getMethod("getPlatformClassLoader").invoke(null));
        this.jar = jar;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("io.tcpclose.bootstrap.")) return Class.forName(name, false, null);
        if (name.equals("sun.misc.Unsafe")) throw new ClassNotFoundException(name);
        return super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes;
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) throw new ClassNotFoundException(name);
            bytes = readAll(in);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        String hidden = name.endsWith(".class") ? name.substring(0, name.length() - 5) + "classdata" : name;
        JarEntry entry = jar.getJarEntry("inst/" + hidden);
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            return null;
        }
    }

    private static byte[] readAll(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
        byte[] buffer = new byte[8192];
        for (int n; (n = in.read(buffer)) > 0; ) out.write(buffer, 0, n);
        return out.toByteArray();
    }
}
