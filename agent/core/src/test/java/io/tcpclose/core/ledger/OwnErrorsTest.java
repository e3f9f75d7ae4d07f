package io.tcpclose.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.Traced;
import io.tcpclose.core.probe.EventInbox;
import io.tcpclose.core.rule.Rule;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.RuleSettings;
import io.tcpclose.core.rule.Severity;
import io.tcpclose.core.site.Sites;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OwnErrorsTest {
    @RegisterExtension
    final Traced traced = new Traced(new EventInbox());

    private final OwnErrors errors = new OwnErrors();

    private static void fail(RuntimeException e) {
        throw e;
    }

    @Test
    void run_whatFails_isCountedEachTimeAndToldOncePerKind() {
        for (int i = 0; i < 3; i++) errors.run("a pass", () -> fail(new IllegalStateException("one")));
        errors.run("a pass", () -> fail(new IllegalArgumentException("two")));
        assertThat(errors.count()).isEqualTo(4);
        assertThat(errors.untold())
                .containsExactly(
                        "a pass: java.lang.IllegalStateException: one",
                        "a pass: java.lang.IllegalArgumentException: two");
        errors.run("a pass", () -> fail(new IllegalStateException("one")));
        assertThat(errors.untold()).isEmpty();
        assertThat(errors.count()).isEqualTo(5);
    }

    @Test
    void run_noMemory_isSurvived() {
        errors.run("a pass", () -> {
            throw new OutOfMemoryError("as if");
        });
        assertThat(errors.count()).isEqualTo(1);
    }

    /** An exception of the application's may do as it likes. */
    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String toString() {
            throw new IllegalStateException("inside");
        }
    }

    @Test
    void caught_errorThatCannotBeShown_isCounted() {
        errors.caught("a pass", new Unspeakable());
        assertThat(errors.count()).isEqualTo(1);
        assertThat(errors.untold()).isEmpty();
    }

    @Test
    void listener_thatThrows_keepsNeitherOthersNorTheBooks() {
        List<String> told = new ArrayList<>();
        FindingListener sick = (finding, occurrence, news, was, millis) -> fail(new IllegalStateException("sick"));
        FindingListener well = (finding, occurrence, news, was, millis) -> told.add("well");
        Ledger ledger =
                new Ledger(new Sites(48), Filters.NONE, RuleSettings.DEFAULT, new GuardedListener(errors, sick, well));
        Rule.Hit hit = new Rule.Hit(RuleCatalog.openAtExit(), Severity.INFO, "open", null, null, null);
        assertThat(ledger.record(Scripted.client(0, "db", 5432).connection(), hit, 0))
                .isNotNull();
        assertThat(told).containsExactly("well");
        assertThat(errors.count()).isEqualTo(1);
    }
}
