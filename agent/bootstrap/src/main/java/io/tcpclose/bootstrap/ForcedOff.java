package io.tcpclose.bootstrap;

/** For the agent's own tests: a kernel capability that is taken for missing, so that what is left can be looked at. */
public final class ForcedOff {
    private static final String NAMES = "," + System.getProperty("tcpclose.test.off", "") + ",";

    private ForcedOff() {}

    public static boolean contains(String capability) {
        return NAMES.contains("," + capability + ",");
    }
}
