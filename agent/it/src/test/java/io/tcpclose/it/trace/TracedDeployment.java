package io.tcpclose.it.trace;

import java.util.concurrent.Callable;

/** One application in a class loader of its own: a second of traced requests, with both libraries. */
public final class TracedDeployment implements Callable<Boolean> {
    private static final int REQUESTS = 12;
    private final int port;

    public TracedDeployment(int port) {
        this.port = port;
    }

    @Override
    public Boolean call() throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            Requests.inside("otel", port);
            Requests.inside("mdc", port);
            Thread.sleep(50);
        }
        return true;
    }
}
