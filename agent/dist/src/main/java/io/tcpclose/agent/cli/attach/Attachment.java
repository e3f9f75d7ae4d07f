package io.tcpclose.agent.cli.attach;

import io.tcpclose.agent.cli.process.JvmProcess;
import io.tcpclose.agent.cli.process.Refusal;
import io.tcpclose.export.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Loads an agent's jar into a JVM that is known to take it: what would harm the JVM or end in nothing is refused before. */
public final class Attachment {
    private static final int OLDEST_JAVA = 17;

    private final Loading loading;
    private final Loading elsewhere;
    private final boolean byJdk;

    /**
     * @param elsewhere into a JVM that sees other files, such as a /tmp of its own, or where a socket stands in the
     *     place of its own: the JDK's way takes that in our /tmp for the JVM's, and has the JVM print its threads
     *     when it asks where the JVM does not look
     * @param byJdk whether {@code loading} is the JDK's public way
     */
    public Attachment(Loading loading, Loading elsewhere, boolean byJdk) {
        this.loading = loading;
        this.elsewhere = elsewhere;
        this.byJdk = byJdk;
    }

    /** The ways that this run-time image has. */
    public static Attachment here() {
        JdkLoading jdk = JdkLoading.find();
        SocketLoading protocol = new SocketLoading();
        return new Attachment(jdk == null ? protocol : jdk, protocol, jdk != null);
    }

    public boolean isByJdk() {
        return byJdk;
    }

    /** @throws Refusal saying why not and what to do */
    public void load(JvmProcess process, Path jar, String options) {
        check(process, jar);
        String said;
        try {
            said = way(process).load(process, jar, options);
        } catch (IOException e) {
            throw new Refusal(
                    pid(process) + " did not take the agent: " + Text.clean(e.getMessage())
                            + ". What /proc tells needs no agent: report " + process.pid(),
                    e);
        }
        if (said.contains("EnableDynamicAgentLoading") || said.contains("Dynamic agent loading is not enabled")) {
            throw dynamicLoadingDisabled(process);
        }
        if (!said.isEmpty()) {
            throw new Refusal(
                    pid(process) + " could not load the agent (" + Text.clean(said) + "): its stderr says why");
        }
    }

    /** Who is in the way of the JDK's: another file system, or a socket that may be another JVM's. */
    private Loading way(JvmProcess process) {
        boolean isPlain = process.seesOurFiles() && !Files.exists(listening(process), LinkOption.NOFOLLOW_LINKS);
        return isPlain ? loading : elsewhere;
    }

    private static void check(JvmProcess process, Path jar) {
        int java = process.javaFeature();
        if (java != 0 && java < OLDEST_JAVA) {
            throw new Refusal(pid(process) + " runs Java " + Text.clean(process.javaVersion()) + ", the agent needs "
                    + OLDEST_JAVA + " or newer. What /proc tells needs no agent: report " + process.pid());
        }
        if (process.refusesAttach()) {
            throw new Refusal(pid(process) + " was started with -XX:+DisableAttachMechanism: no agent can be loaded. "
                    + "Start it with -javaagent:" + jar + "; what /proc tells needs no agent: report " + process.pid());
        }
        if (process.hasFlag("-XX:-EnableDynamicAgentLoading")) throw dynamicLoadingDisabled(process);
        if (!process.sees(jar)) {
            throw new Refusal(pid(process) + " is in another container, which has no " + jar + ": copy it there (cp "
                    + jar + " " + process.inside(jar.toString()) + ") and ask again, or run this inside the container");
        }
        if (!process.catchesQuit() && !Files.exists(listening(process), LinkOption.NOFOLLOW_LINKS)) {
            throw new Refusal(
                    pid(process) + " does not handle the signal (SIGQUIT) that asks for it, and would be ended by it: "
                            + "it has only just started. Ask again, or start it with -javaagent:" + jar);
        }
    }

    private static Path listening(JvmProcess process) {
        return process.inside("/tmp/.java_pid" + process.nsPid());
    }

    private static Refusal dynamicLoadingDisabled(JvmProcess process) {
        return new Refusal(
                pid(process) + " was started with -XX:-EnableDynamicAgentLoading, or its Java refuses agents "
                        + "at run time: start it with -XX:+EnableDynamicAgentLoading, or with the agent in -javaagent:");
    }

    private static String pid(JvmProcess process) {
        return "pid " + process.pid();
    }
}
