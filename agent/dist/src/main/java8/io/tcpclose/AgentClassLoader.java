package io.tcpclose;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.security.AllPermission;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/**
 * Loads the agent from {@code inst/**.classdata} of its own jar, where no scanner of the application finds it. Parallel
 * capable: agents that were not have deadlocked with threads that load classes at start-up.
 *
 * <p>Where it differs from the usual delegation:
 *
 * <ol>
 * <li>The parent is the platform loader: the application's class path is never seen. {@code io.tcpclose.bootstrap.*}
 * comes through it
 *       from the boot loader, which the agent has defined it into.
 *   <li>Resources are those of {@code inst/} only; a class file is found under its hidden name.
 *   <li>{@code sun.misc.Unsafe} is not there: protobuf does without it, and asks it something at which newer JVMs print a warning.
 * </ol>
 *
 * <p>A jar may be overwritten in place while the JVM runs, by a deployment that copies. So what is needed later is
 * held in memory ({@link #test}), and what is read all the same must have the checksum of the jar that was opened.
 */
final class AgentClassLoader extends ClassLoader implements Predicate<Predicate<String>>, Closeable {
    private static final String HIDDEN = "inst/";

    static {
        ClassLoader.registerAsParallelCapable();
    }

    private final JarFile jar;
    private final ProtectionDomain domain = domain();
    /** Path below {@code inst/} to content. */
    private final Map<String, byte[]> held = new ConcurrentHashMap<>();

    AgentClassLoader(JarFile jar) throws ReflectiveOperationException {
        super((ClassLoader) ClassLoader.class.getMethod("getPlatformClassLoader").invoke(null));
        this.jar = jar;
    }

    /**
     * TcpCloseAgent has seen that the jar has all permissions, or that there is no SecurityManager; one may be set
     * later.
     */
    private static ProtectionDomain domain() {
        Permissions all = new Permissions();
        all.add(new AllPermission());
        return new ProtectionDomain(AgentClassLoader.class.getProtectionDomain().getCodeSource(), all);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.equals("sun.misc.Unsafe")) throw new ClassNotFoundException(name);
        return super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".classdata";
        byte[] bytes;
        try {
            byte[] kept = held.remove(path);
            bytes = kept == null ? read(path) : kept;
        } catch (IOException | IllegalStateException e) {
            throw new ClassNotFoundException(name, e);
        }
        if (bytes == null) throw new ClassNotFoundException(name);
        return defineClass(name, bytes, 0, bytes.length, domain);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        String path = name.endsWith(".class") ? name.substring(0, name.length() - 5) + "classdata" : name;
        try {
            byte[] kept = held.get(path);
            byte[] bytes = kept == null ? read(path) : kept;
            return bytes == null ? null : new ByteArrayInputStream(bytes);
        } catch (IOException | IllegalStateException e) {
            return null;
        }
    }

    /**
     * Holds what is not loaded yet.
     *
     * @param paths which of those below {@code inst/}
     * @return whether all of it could be read
     */
    @Override
    public boolean test(Predicate<String> paths) {
        boolean all = true;
        try {
            for (String path : chosen(paths)) all &= isLoaded(path) || hold(path);
        } catch (IllegalStateException closed) {
            // The agent has left meanwhile.
        }
        return all;
    }

    private boolean hold(String path) {
        try {
            held.put(path, read(path));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private List<String> chosen(Predicate<String> paths) {
        List<String> chosen = new ArrayList<>();
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            String name = entries.nextElement().getName();
            if (!name.startsWith(HIDDEN) || name.endsWith("/")) continue;
            String path = name.substring(HIDDEN.length());
            if (paths.test(path)) chosen.add(path);
        }
        return chosen;
    }

    private boolean isLoaded(String path) {
        int dot = path.lastIndexOf(".classdata");
        return dot > 0 && findLoadedClass(path.substring(0, dot).replace('/', '.')) != null;
    }

    /** Nothing more is read; what is held can still be loaded. */
    @Override
    public void close() throws IOException {
        jar.close();
    }

    /** @return null where the jar has no such entry */
    private byte[] read(String path) throws IOException {
        JarEntry entry = jar.getJarEntry(HIDDEN + path);
        if (entry == null) return null;
        byte[] bytes = new byte[(int) entry.getSize()];
        try (InputStream in = jar.getInputStream(entry)) {
            int size = 0;
            for (int n; size < bytes.length && (n = in.read(bytes, size, bytes.length - size)) > 0; ) size += n;
        }
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, bytes.length);
        if (sum.getValue() != entry.getCrc()) throw new ZipException(jar.getName() + " was overwritten");
        return bytes;
    }
}
