package io.tcpclose.core.ledger;

import io.tcpclose.core.rule.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what is found to each of several; one that fails is counted and keeps it neither from the others nor from
 * the books.
 */
public final class GuardedListener implements FindingListener {
    private final List<FindingListener> listeners;
    private final OwnErrors errors;

    public GuardedListener(OwnErrors errors, FindingListener... listeners) {
        this.errors = errors;
        this.listeners = List.of(listeners);
    }

    @Override
    public void found(Finding finding, Occurrence occurrence, News news, @Nullable Severity was, long millis) {
        for (FindingListener each : listeners) {
            try {
                each.found(finding, occurrence, news, was, millis);
            } catch (Throwable e) {
                errors.caught("telling a finding", e);
            }
        }
    }
}
