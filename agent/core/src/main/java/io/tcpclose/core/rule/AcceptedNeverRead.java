package io.tcpclose.core.rule;

import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.kernel.KernelView;
import java.time.Duration;

/** A client that has sent its request to a connection that nobody serves. Where the server speaks first nothing waits. */
final class AcceptedNeverRead extends TimeRule {
    AcceptedNeverRead() {
        super(
                "accepted-never-read",
                Severity.WARN,
                Duration.ofSeconds(30),
                "hand every accepted connection to a reader, or close it when there is none left");
    }

    @Override
    public long heldSince(Subject s) {
        KernelView kernel = s.kernel();
        boolean held = kernel.waitingNanos != 0
                && s.descriptor() == Descriptor.OPEN
                && s.connection().bytesRead() == 0;
        return held ? kernel.waitingNanos : NOT_HELD;
    }

    @Override
    public Hit hit(Subject s, long held, long after) {
        KernelView kernel = s.kernel();
        int unread = kernel == null ? 0 : kernel.unread;
        String message =
                "Accepted, and never read: " + unread + " bytes have waited for " + Subject.duration(held) + ".";
        return Hit.without(this, Severity.WARN, message);
    }

    @Override
    public Many many() {
        return Many.connections("accepted, bytes wait, and nothing was ever read.");
    }
}
