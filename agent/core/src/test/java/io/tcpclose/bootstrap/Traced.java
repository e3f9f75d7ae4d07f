package io.tcpclose.bootstrap;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Traces during a test: what {@link Scripted} connections tell goes to the listener. */
public final class Traced implements BeforeEachCallback, AfterEachCallback {
    private final ConnectionListener listener;

    public Traced(ConnectionListener listener) {
        this.listener = listener;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Tracing.start(listener, 2, 262_144, false);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Tracing.stop();
    }
}
