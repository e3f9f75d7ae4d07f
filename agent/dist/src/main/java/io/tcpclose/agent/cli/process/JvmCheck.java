package io.tcpclose.agent.cli.process;

/** Whether a process is one that can be asked at all; else says why, and what to do. */
public final class JvmCheck {
    private JvmCheck() {}

    /** A JVM of this machine that is not this one and whose /proc may be read. */
    public static JvmProcess reachable(Machine machine, long pid) {
        if (pid == machine.pid()) {
            throw new Refusal("pid " + pid + " is this command itself: name the JVM of the application, see list");
        }
        JvmProcess process = machine.process(pid);
        if (!process.exists()) {
            throw new Refusal("no process " + pid + ": it has ended, or never was. The running JVMs: list");
        }
        if (process.isOfOtherUser() && !machine.isRoot()) throw otherUser(process);
        if (!process.isHotSpot()) throw noJvm(process);
        return process;
    }

    private static Refusal noJvm(JvmProcess process) {
        String name = "pid " + process.pid() + " (" + process.command() + ")";
        return process.isMapReadable()
                ? new Refusal(name + " is no HotSpot JVM: it has no libjvm.so mapped. The running JVMs: list")
                : new Refusal(
                        name + " cannot be looked at: /proc/" + process.pid()
                                + "/maps is unreadable. Run this as root, or inside its container with the capability SYS_PTRACE");
    }

    private static Refusal otherUser(JvmProcess process) {
        return new Refusal("pid " + process.pid() + " belongs to user " + process.user()
                + ", and this is user number " + process.machine().uid()
                + ": run this as that user (sudo -u " + process.user() + " java -jar ...) or as root");
    }
}
