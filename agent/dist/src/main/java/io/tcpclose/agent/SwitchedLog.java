package io.tcpclose.agent;

import io.tcpclose.agent.options.Options;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.FindingListener;

/** The log of findings, which can be another while the JVM runs. What was said lately is then forgotten, and may be said once more. */
final class SwitchedLog implements FindingListener {
    private volatile FindingListener log;

    SwitchedLog(Options options) {
        this.log = FindingLog.of(options);
    }

    void to(Options options) {
        log = FindingLog.of(options);
    }

    @Override
    public void found(Finding finding, boolean first, long millis) {
        log.found(finding, first, millis);
    }
}
