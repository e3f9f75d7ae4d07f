package io.tcpclose.agent.cli.compare;

import io.tcpclose.core.report.Report;
import io.tcpclose.export.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One end of a connection, as the report of its JVM shows it: little, as all of one report's are held at once. */
record End(
        long id,
        @Nullable String local,
        @Nullable String remote,
        @Nullable String state,
        @Nullable String inbound,
        @Nullable String outbound,
        @Nullable String descriptor,
        @Nullable Long finAgeMs,
        @Nullable Long idleMs,
        List<String> opened,
        Report.@Nullable LastUse lastUse) {

    static End of(Report.Connection c) {
        return new End(
                c.id(),
                c.local(),
                c.remote(),
                c.state(),
                c.inbound(),
                c.outbound(),
                c.descriptor(),
                c.finAgeMs(),
                c.idleMs(),
                first(c.openedStack()),
                c.lastUse());
    }

    private static List<String> first(@Nullable List<String> stack) {
        return stack == null ? List.of() : List.copyOf(stack.subList(0, Math.min(3, stack.size())));
    }

    boolean isClosed() {
        return "closed".equals(descriptor);
    }

    /** The peer's FIN is there, read or not. */
    boolean hasFin() {
        return "eof".equals(inbound) || "fin-pending".equals(inbound);
    }

    boolean isUnnoticed() {
        return "fin-pending".equals(inbound);
    }

    boolean isShut() {
        return "shut".equals(outbound);
    }

    boolean isReset() {
        return "reset".equals(inbound) || "reset".equals(outbound);
    }

    boolean isUnknown() {
        return "unknown".equals(inbound) || "unknown".equals(outbound);
    }

    /** Bytes have moved since the peer's FIN: what may be a legal half-close. */
    boolean goesOn() {
        return finAgeMs != null && idleMs != null && idleMs < finAgeMs;
    }

    String fin() {
        return finAgeMs == null ? "" : ", " + Text.duration(finAgeMs) + " ago";
    }

    String states() {
        return Text.clean(state) + "  inbound " + Text.clean(inbound) + "  outbound " + Text.clean(outbound)
                + "  descriptor " + Text.clean(descriptor)
                + (finAgeMs == null ? "" : "  FIN " + Text.duration(finAgeMs) + " ago");
    }

    /** The code that owns it. */
    List<String> code() {
        List<String> lines = new ArrayList<>();
        lines.add("opened  " + (opened.isEmpty() ? "(no stack)" : Text.frames(opened)));
        Report.LastUse use = lastUse;
        if (use != null) {
            lines.add("last    " + Text.frames(use.stack()) + "  thread " + Text.clean(use.thread()) + ", "
                    + Text.duration(use.ageMs()) + " ago");
        }
        return lines;
    }
}
