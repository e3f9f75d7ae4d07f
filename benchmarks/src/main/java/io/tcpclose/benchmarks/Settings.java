package io.tcpclose.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was asked for.
 *
 * @param full many pairs, for numbers to publish; else few, to see whether it runs
 * @param only the sections to run
 */
record Settings(boolean full, Path agent, List<String> only, List<Jdk> jdks) {

    /** Arguments: quick or full, the agent's jar, sections by comma, homes of JDKs. */
    static Settings of(String... args) {
        List<Jdk> jdks = new ArrayList<>();
        for (String home : Arrays.asList(args).subList(3, args.length)) jdks.add(new Jdk(Path.of(home)));
        return new Settings(args[0].equals("full"), Path.of(args[1]), List.of(args[2].split(",")), jdks);
    }

    String agentOption(String options) {
        return "-javaagent:" + agent + (options.isEmpty() ? "" : "=" + options);
    }

    int times(int quick, int inFull) {
        return full ? inFull : quick;
    }
}
