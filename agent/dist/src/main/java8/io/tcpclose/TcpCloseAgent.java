package io.tcpclose;

import java.io.File;
import java.lang.instrument.Instrumentation;
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
    private static final String ENTRY = "io.tcpclose.agent.AgentStart";

    private TcpCloseAgent() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        if (!isBuildTool()) start(arguments, instrumentation, false);
    }

    public static void agentmain(String arguments, Instrumentation instrumentation) {
        start(arguments, instrumentation, true);
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

    private static void start(String arguments, Instrumentation instrumentation, boolean attached) {
        try {
            if (javaVersion() < OLDEST_JAVA) {
                say("needs Java " + OLDEST_JAVA + " or newer, this is " + System.getProperty("java.version")
                        + ": staying inert");
                return;
            }
            JarFile jar = ownJar();
            Manifest manifest = jar.getManifest();
            if (!TcpCloseAgent.class.getName().equals(manifest.getMainAttributes().getValue("Premain-Class"))) {
                say(jar.getName() + " is not tcpclose-agent.jar: unpacked into another jar it cannot start, staying inert");
                return;
            }
            String version = manifest.getMainAttributes().getValue("Implementation-Version");
            String running = runningVersion();
            boolean hasLeft = running != null && isDetached();
            if (hasLeft && !running.equals(version)) {
                say("version " + running + " has left its classes in this JVM already, version " + version
                        + " stays out");
                return;
            }
            if (running != null && !hasLeft) {
                say("version " + running + " is tracing this JVM already, version " + version + " stays out");
                return;
            }
            Class<?> entry = Class.forName(ENTRY, true, new AgentClassLoader(jar));
            entry.getMethod(
                            "start",
                            String.class,
                            Instrumentation.class,
                            boolean.class,
                            String.class,
                            String.class)
                    .invoke(null, arguments, instrumentation, attached, jar.getName(), version);
        } catch (Throwable e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            say("could not start, the application goes on without it: " + cause);
        }
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

    private static void say(String line) {
        System.err.println("tcpclose: " + line);
    }
}
