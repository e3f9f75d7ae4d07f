package io.tcpclose.it.app;

import java.io.FileDescriptor;
import java.lang.ProcessBuilder.Redirect;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

/**
 * Another process that holds a connection of ours too, as a fork by native code leaves it behind: it gets the socket as its
 * descriptor 0. No public way leads there, since a ProcessBuilder closes all that it does not redirect. Needs {@link
 * #opens}.
 */
public final class Holder {
    private static final List<String> PACKAGES = List.of("java.lang", "java.io", "sun.nio.ch");

    private Holder() {}

    /** The options of a JVM that may do this. */
    public static String[] opens() {
        return PACKAGES.stream()
                .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
                .toArray(String[]::new);
    }

    /** Holds it and does nothing with it, until this JVM ends or a minute is over. */
    public static Process of(End end) throws Exception {
        return of(end, "sleep", "60");
    }

    /** A JVM that finds it by {@link System#inheritedChannel()}. */
    public static Process of(End end, Class<?> main) throws Exception {
        String java = System.getProperty("java.home") + "/bin/java";
        return of(end, java, "-Xshare:auto", "-cp", System.getProperty("java.class.path"), main.getName());
    }

    public static Process of(End end, String... command) throws Exception {
        FileDescriptor socket = OwnSockets.descriptor(end.localPort(), end.remotePort());
        Process process = start(new Redirect[] {redirect(socket), Redirect.DISCARD, Redirect.DISCARD}, command);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    /** What a pipeline uses between its processes (ProcessBuilder.startPipeline). */
    static Redirect redirect(FileDescriptor descriptor) throws Exception {
        Class<?> type = Class.forName("java.lang.ProcessBuilder$RedirectPipeImpl");
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object redirect = constructor.newInstance();
        Field fd = type.getDeclaredField("fd");
        fd.setAccessible(true);
        fd.set(redirect, descriptor);
        return (Redirect) redirect;
    }

    static Process start(Redirect[] redirects, String... command) throws Exception {
        Method start = Class.forName("java.lang.ProcessImpl")
                .getDeclaredMethod("start", String[].class, Map.class, String.class, Redirect[].class, boolean.class);
        start.setAccessible(true);
        return (Process) start.invoke(null, command, null, null, redirects, false);
    }
}
