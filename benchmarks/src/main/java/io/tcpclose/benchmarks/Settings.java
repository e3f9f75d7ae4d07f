package io.tcpclose.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param full many pairs, for numbers to publish; else few, to see whether it runs
 * @param before the jar of another build of the agent to compare with, or null
 * @param only the sections to run
 */
record Settings(boolean full, Path agent, @Nullable Path before, List<String> only, List<Jdk> jdks) {

    /** Arguments: quick or full, the agent's jar, that of another build or nothing, sections by comma, homes of JDKs. */
    static Settings of(String... args) {
        List<Jdk> jdks = new ArrayList<>();
        for (String home : Arrays.asList(args).subList(4, args.length)) jdks.add(new Jdk(Path.of(home)));
        Path before = args[2].isEmpty() ? null : Path.of(args[2]);
        return new Settings(args[0].equals("full"), Path.of(args[1]), before, List.of(args[3].split(",")), jdks);
    }

    String agentOption(String options) {
        return "-javaagent:" + agent + (options.isEmpty() ? "" : "=" + options);
    }

    int times(int quick, int inFull) {
        return full ? inFull : quick;
    }
}
