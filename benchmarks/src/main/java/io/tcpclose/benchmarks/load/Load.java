package io.tcpclose.benchmarks.load;

/** One kind of traffic over loopback, both ends in this JVM. */
interface Load {
    /** Runs so many operations and returns when the last one is done. */
    void run(int operations) throws Exception;

    static Load named(String name) throws Exception {
        return switch (name) {
            case "socket" -> new SocketEcho();
            case "selector" -> new SelectorEcho();
            case "async" -> new AsyncEcho();
            case "virtual" -> new VirtualEcho();
            case "churn" -> new Churn();
            case "rest" -> new RestingEcho();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
