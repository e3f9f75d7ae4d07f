package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.Step;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a rule says of a scripted connection, with its default threshold. */
final class Judged {
    static final String NO = "no";
    static final String NOT_YET = "not yet";

    private Judged() {}

    /** Of the state, that many milliseconds after the opening. */
    static String at(TimeRule rule, Scripted life, long millis) {
        Subject s = new Subject(life.connection(), life.at(millis));
        long since = rule.heldSince(s);
        if (since == TimeRule.NOT_HELD) return NO;
        long held = s.now() - since;
        long after = threshold(rule);
        return held < after ? NOT_YET : rule.hit(s, held, after).severity().label();
    }

    static Rule.Hit hitAt(TimeRule rule, Scripted life, long millis) {
        Subject s = new Subject(life.connection(), life.at(millis));
        return rule.hit(s, s.now() - rule.heldSince(s), threshold(rule));
    }

    /** Of the newest step. */
    static String lastStep(StepRule rule, Scripted life) {
        Rule.Hit hit = hit(rule, life);
        return hit == null ? NO : hit.severity().label();
    }

    static Rule.@Nullable Hit hit(StepRule rule, Scripted life) {
        Step step = Objects.requireNonNull(life.connection().newestStep());
        return rule.examine(new Subject(life.connection(), step.nanos), step, threshold(rule));
    }

    private static long threshold(Rule rule) {
        Duration after = rule.after();
        return after == null ? 0 : after.toNanos();
    }
}
