package io.tcpclose.it.trace;

import org.slf4j.MDC;

/** As Spring Boot's tracing does it. */
final class Mdc {
    private Mdc() {}

    static Context enter() {
        MDC.put("traceId", Context.TRACE);
        MDC.put("spanId", Context.SPAN);
        return MDC::clear;
    }
}
