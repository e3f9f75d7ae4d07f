package io.tcpclose.it.trace;

/** Puts the current thread into a trace until it is closed, in one library's way. */
interface Context extends AutoCloseable {
    String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    String SPAN = "00f067aa0ba902b7";

    @Override
    void close();

    /** Each library is linked only where it is used. */
    static Context enter(String library) {
        return switch (library) {
            case "otel" -> OpenTelemetry.enter();
            case "mdc" -> Mdc.enter();
            default -> () -> {};
        };
    }
}
