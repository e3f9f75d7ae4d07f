package io.tcpclose;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.security.AllPermission;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Premain, agentmain and main. Java 8 bytecode, so that an older JVM reads it and is told politely.
 *
 * <p>Does nothing but check and hand over. Never throws, never exits, never writes to stdout; touches no logging, no
 * java.nio.file and no javax.management; keeps no static state: the rest of the agent lives behind {@link AgentClassLoader}
 * and never refers to this class.
 */
public final class TcpCloseAgent {
    private static final int OLDEST_JAVA = 17;
    private static final long LINE_MILLIS = 300;
    private static final String ENTRY = "io.tcpclose.agent.AgentStart";

    private TcpCloseAgent() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        guarded(arguments, instrumentation, false);
    }

    public static void agentmain(String arguments, Instrumentation instrumentation) {
        guarded(arguments, instrumentation, true);
    }

    /** The command line. */
    public static void main(String[] arguments) throws Exception {
        if (javaVersion() < OLDEST_JAVA) {
            say("needs Java " + OLDEST_JAVA + " or newer, this is " + System.getProperty("java.version"));
            return;
        }
        ClassLoader loader = new AgentClassLoader(ownJar());
        Class<?> cli = Class.forName("io.tcpclose.agent.cli.CommandLineTool", true, loader);
        cli.getMethod("main", String[].class).invoke(null, (Object) arguments);
    }

    /** Whatever is thrown from here on would end the JVM: a premain that throws is a fatal error. */
    private static void guarded(String arguments, Instrumentation instrumentation, boolean attached) {
        try {
            if (!isAllowed())
                say("the SecurityManager does not grant tcpclose-agent.jar java.security.AllPermission,"
                        + " the application goes on without it");
            else if (attached || !isBuildTool()) start(arguments, instrumentation, attached);
        } catch (Throwable e) {
            say("could not start, the application goes on without it: " + causeOf(e));
        }
    }

    /**
     * Asked before anything that needs a permission. Weaving java.base is as much as any permission, so it is all or
     * none.
     */
    private static boolean isAllowed() {
        try {
            SecurityManager manager = System.getSecurityManager();
            if (manager != null) manager.checkPermission(new AllPermission());
            return true;
        } catch (SecurityException denied) {
            return false;
        } catch (LinkageError withoutSecurityManagers) {
            return true;
        }
    }

    private static void start(String arguments, Instrumentation instrumentation, boolean attached) throws Exception {
        if (javaVersion() < OLDEST_JAVA) {
            say("needs Java " + OLDEST_JAVA + " or newer, this is " + System.getProperty("java.version")
                    + ": staying inert");
            return;
        }
        JarFile jar = ownJar();
        boolean runs = false;
        try {
            Manifest manifest = jar.getManifest();
            if (!TcpCloseAgent.class.getName().equals(manifest.getMainAttributes().getValue("Premain-Class"))) {
                say(jar.getName() + " is not tcpclose-agent.jar: unpacked into another jar it cannot start, staying inert");
                return;
            }
            if (isOwnCommandLine(jar)) return;
            String version = manifest.getMainAttributes().getValue("Implementation-Version");
            if (isRefused(version)) return;
            runs = handOver(arguments, instrumentation, attached, jar, version);
        } finally {
            if (!runs) jar.close();
        }
    }

    /** @return whether the agent runs, and needs its jar */
    private static boolean handOver(
            String arguments, Instrumentation instrumentation, boolean attached, JarFile jar, String version)
            throws Exception {
        Class<?> entry = Class.forName(ENTRY, true, new AgentClassLoader(jar));
        return (Boolean) entry.getMethod(
                        "start", String.class, Instrumentation.class, boolean.class, String.class, String.class)
                .invoke(null, arguments, instrumentation, attached, jar.getName(), version);
    }

    /** Whether an agent is in this JVM, or the classes of one of another version. */
    private static boolean isRefused(String version) throws ReflectiveOperationException {
        String running = runningVersion();
        if (running == null) return false;
        boolean hasLeft = isDetached();
        if (hasLeft && running.equals(version)) return false;
        String there = hasLeft
                ? " has left its classes in this JVM already, version "
                : " is tracing this JVM already, version ";
        say("version " + running + there + version + " stays out");
        return true;
    }

    /** The version of an agent that is in this JVM already, or null. Its boot classes are there for every loader to find. */
    private static String runningVersion() {
        try {
            return (String) Class.forName("io.tcpclose.bootstrap.Tracing", true, null)
                    .getMethod("version")
                    .invoke(null);
        } catch (ReflectiveOperationException | LinkageError none) {
            return null;
        }
    }

    private static boolean isDetached() throws ReflectiveOperationException {
        return (Boolean) Class.forName("io.tcpclose.bootstrap.Tracing", true, null)
                .getMethod("isDetached")
                .invoke(null);
    }

    private static JarFile ownJar() throws Exception {
        return new JarFile(new File(TcpCloseAgent.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()));
    }

    private static int javaVersion() {
        String version = System.getProperty("java.specification.version", "1.8");
        return version.startsWith("1.") ? 8 : Integer.parseInt(version);
    }

    /** keytool, jcmd, javac, Maven's and Gradle's launchers, when the agent came to them by JAVA_TOOL_OPTIONS. */
    private static boolean isBuildTool() {
        String module = System.getProperty("jdk.module.main", "");
        if (module.startsWith("jdk.") || module.startsWith("java.")) return true;
        String command = System.getProperty("sun.java.command", "");
        return command.startsWith("org.codehaus.plexus.classworlds.launcher.")
                || command.startsWith("org.gradle.launcher.")
                || command.startsWith("org.gradle.wrapper.");
    }

    /**
     * The command line of the agent, when the agent came to it by JAVA_TOOL_OPTIONS: by {@code -jar}, by the class or
     * by the module. With {@code -jar} the class path is that jar, and this class comes from the class path before it
     * comes from an agent's jar.
     */
    private static boolean isOwnCommandLine(JarFile jar) {
        String command = System.getProperty("sun.java.command", "");
        int space = command.indexOf(' ');
        String main = space < 0 ? command : command.substring(0, space);
        String own = TcpCloseAgent.class.getName();
        if (main.equals(own) || main.endsWith("/" + own)) return true;
        String path = System.getProperty("java.class.path", "");
        return !path.isEmpty()
                && (command.equals(path) || command.startsWith(path + " "))
                && new File(path).getAbsoluteFile().toURI().normalize().equals(new File(jar.getName()).toURI());
    }

    private static Throwable causeOf(Throwable e) {
        return e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
    }

    /** On a thread of its own: stderr may be a pipe that is full, and nobody waits for that. */
    private static void say(String line) {
        if (System.err == null) return;
        Thread speaker = new Thread(() -> System.err.println("tcpclose: " + line), "tcpclose-says");
        speaker.setDaemon(true);
        try {
            speaker.start();
            speaker.join(LINE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable noThread) {
            System.err.println("tcpclose: " + line);
        }
    }
}
