package io.tcpclose.benchmarks;

/** Hooks switched on and off in neighbouring windows of one JVM that has the agent: tells tenths of a percent. */
final class Switched {
    private static final String WARM_UP_SECONDS = "3";

    private final Settings settings;
    private final String load;
    private final String batch;
    private final String windowMillis;

    /** @param windowMillis long against what the agent's thread still does in a window for the one before */
    Switched(Settings settings, String load, String batch, String windowMillis) {
        this.settings = settings;
        this.load = load;
        this.batch = batch;
        this.windowMillis = windowMillis;
    }

    Spread percent(Jdk jdk, String options) throws Exception {
        Spread spread = new Spread();
        Fork fork = new Fork(jdk, settings.agentOption(options));
        String pairs = Integer.toString(settings.times(20, 60) * 60 / Integer.parseInt(windowMillis) + 1);
        for (int i = 0; i < settings.times(1, 2); i++) {
            spread.add(fork.cpu(load, batch, WARM_UP_SECONDS, pairs, windowMillis, "switch"));
        }
        return spread;
    }
}
