package io.tcpclose.export.meters;

import java.io.IOException;
import java.io.InputStream;
import java.security.ProtectionDomain;

/**
 * Our meters over an application's Micrometer: its own copy of {@code io.tcpclose.micrometer}, with {@code io.micrometer} from
 * the application and all else from the agent. Reachable from the application's registry only, so that it goes with it.
 *
 * <p>Micrometer before 1.10 lacks the interfaces that document meters; there they come from the agent, defined here.
 */
final class BridgeLoader extends ClassLoader {
    private static final String OWN = "io.tcpclose.micrometer.";
    private static final String THEIRS = "io.micrometer.";
    private static final ProtectionDomain DOMAIN = BridgeLoader.class.getProtectionDomain();

    static {
        ClassLoader.registerAsParallelCapable();
    }

    private final ClassLoader agent;
    private final ClassLoader application;

    BridgeLoader(ClassLoader application) {
        super(BridgeLoader.class.getClassLoader());
        this.agent = BridgeLoader.class.getClassLoader();
        this.application = application;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(THEIRS)) return theirs(name);
        return name.startsWith(OWN) ? own(name) : super.loadClass(name, resolve);
    }

    private Class<?> theirs(String name) throws ClassNotFoundException {
        try {
            return application.loadClass(name);
        } catch (ClassNotFoundException absent) {
            if (name.contains(".docs.")) return own(name);
            throw absent;
        }
    }

    private Class<?> own(String name) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) return known;
            byte[] bytes = bytes(name);
            return defineClass(name, bytes, 0, bytes.length, DOMAIN);
        }
    }

    private byte[] bytes(String name) throws ClassNotFoundException {
        try (InputStream in = agent.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) throw new ClassNotFoundException(name);
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
