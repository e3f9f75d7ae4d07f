package io.tcpclose.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClassObserverTest {
    private static final ClassLoader APPLICATION = new ClassLoader(null) {};

    private final AtomicInteger woken = new AtomicInteger();
    private final ClassObserver observer = new ClassObserver(List.of("com.acme.Told"), woken::incrementAndGet);

    private void load(@Nullable ClassLoader loader, @Nullable String type) {
        assertThat(observer.transform(loader, type, null, null, new byte[0])).isNull();
    }

    private List<String> seen() {
        List<String> seen = new ArrayList<>();
        observer.drain((loader, name) -> seen.add((loader == APPLICATION ? "application " : loader + " ") + name));
        return seen;
    }

    @Test
    void classOfThatName_isToldOnce() {
        int before = woken.get();
        load(APPLICATION, "com/acme/Told");
        load(null, "com/acme/Told");
        assertThat(woken.get() - before).isEqualTo(2);
        assertThat(seen()).containsExactly("application com.acme.Told", "null com.acme.Told");
        assertThat(seen()).isEmpty();
    }

    @Test
    void otherClasses_andOurOwn_areNot() {
        load(APPLICATION, "com/acme/ToldNot");
        load(APPLICATION, null);
        load(ClassObserver.class.getClassLoader(), "com/acme/Told");
        assertThat(seen()).isEmpty();
    }
}
