package io.tcpclose.it;

import java.util.List;
import java.util.stream.Stream;

/** The facts that the scenarios told on stdout. */
record Transcript(List<String[]> lines) {
    static Transcript of(List<String> stdout) {
        return new Transcript(stdout.stream().map(line -> line.split("\t")).toList());
    }

    /** Local and remote port of a connection as the JVM under test sees them; 0 for none. */
    record Ports(int local, int remote) {}

    record Opened(String scenario, Ports ports, String frame) {}

    /** @param port of a listener */
    record Listening(String scenario, int port, String frame) {}

    record Claim(String scenario, Ports ports, String state) {}

    record Identity(Ports ports, String kind, String role) {}

    record Step(Ports ports, String event, String thread, String frame) {}

    record Bytes(String scenario, Ports ports, long read, long written) {}

    List<Opened> opened(String scenario) {
        return of("OPENED", scenario).map(w -> new Opened(w[1], ports(w), w[4])).toList();
    }

    /** Connections that the scenarios say they opened. */
    long openedCount() {
        return all("OPENED").count();
    }

    List<String> offending(String scenario) {
        return of("OFFENDS", scenario).map(w -> w[2]).toList();
    }

    List<Listening> listening(String scenario) {
        return of("LISTENS", scenario)
                .map(w -> new Listening(w[1], Integer.parseInt(w[2]), w[3]))
                .toList();
    }

    /** Sockets that a scenario has opened around the JDK. */
    List<Ports> untracked(String scenario) {
        return of("UNTRACKED", scenario).map(Transcript::ports).toList();
    }

    /** Of all scenarios. */
    long untrackedCount() {
        return all("UNTRACKED").count();
    }

    /** What the message of a finding must contain. */
    List<String> says(String scenario) {
        return of("SAYS", scenario).map(w -> w[2]).toList();
    }

    List<Claim> claims() {
        return all("CLAIM").map(w -> new Claim(w[1], ports(w), w[4])).toList();
    }

    List<Claim> peerSaw() {
        return all("SAW").map(w -> new Claim(w[1], ports(w), w[4])).toList();
    }

    List<Identity> identities(String scenario) {
        return of("IS", scenario).map(w -> new Identity(ports(w), w[4], w[5])).toList();
    }

    List<Step> steps(String scenario) {
        return of("STEP", scenario)
                .map(w -> new Step(ports(w), w[4], w[5], w[6]))
                .toList();
    }

    List<Bytes> bytes(String scenario) {
        return of("BYTES", scenario)
                .map(w -> new Bytes(w[1], ports(w), Long.parseLong(w[4]), Long.parseLong(w[5])))
                .toList();
    }

    /** What went wrong inside a scenario. */
    List<String> failures(String scenario) {
        return of("FAILED", scenario).map(w -> w[2]).toList();
    }

    private Stream<String[]> of(String what, String scenario) {
        return all(what).filter(words -> words[1].equals(scenario));
    }

    private Stream<String[]> all(String what) {
        return lines.stream().filter(words -> words[0].equals(what));
    }

    private static Ports ports(String[] words) {
        return new Ports(Integer.parseInt(words[2]), Integer.parseInt(words[3]));
    }
}
