package io.tcpclose.bootstrap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Traces during a test and writes down what the hooks tell; leaves the shared tables and switches as they were found. */
final class Hearing implements ConnectionListener, BeforeEachCallback, AfterEachCallback {
    private static final int MANY = 262_144;

    private final List<SocketEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final List<Step> steps = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void beforeEach(ExtensionContext context) {
        Tracing.start(this, 2, MANY, false);
        StackBudget.refill(20_000);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Tracing.stop();
        Tracing.agentThread = null;
        Tracing.ownThreads = null;
        Tracing.lastOwn = null;
        HookErrorsReset.reset();
    }

    @Override
    public void onEvent(Connection connection, SocketEvent event, @Nullable Step step) {
        events.add(event);
        if (step != null) steps.add(step);
    }

    List<SocketEvent> events() {
        return List.copyOf(events);
    }

    /** Events that came with an entry of the life line. */
    List<SocketEvent> stepEvents() {
        return steps.stream().map(step -> step.event).toList();
    }

    Step lastStep() {
        return steps.get(steps.size() - 1);
    }

    int count(SocketEvent event) {
        return Collections.frequency(events, event);
    }

    void forget() {
        events.clear();
        steps.clear();
    }
}
