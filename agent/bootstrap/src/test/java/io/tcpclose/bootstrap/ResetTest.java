package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agent that leaves leaves nothing to the next one in the classes that stay. */
@ExtendWith(BoardReset.class)
class ResetTest {
    /** What changes in the life of an agent and is put back by {@link Tracing#stop} or {@link MeterBoard#end}. */
    private static final List<String> RESET = List.of(
            "Correlation.reader",
            "HookErrors.first",
            "MeterBoard.everything",
            "MeterBoard.publisher",
            "MeterBoard.rows",
            "MeterBoard.turn",
            "MeterBoard.wanted",
            "OutOfDescriptors.connections",
            "OutOfDescriptors.seen",
            "Tracing.adopting",
            "Tracing.agentThread",
            "Tracing.enabled",
            "Tracing.lastOwn",
            "Tracing.listener",
            "Tracing.ownThreads");
    /** What tells the next agent of this one, is set anew by its start, or is of the JVM. */
    private static final List<String> STAYS = List.of(
            "ExitSlot.afterAllHooks",
            "ExitSlot.last",
            "ExitSlot.taken",
            "HostNames.off",
            "Tracing.detached",
            "Tracing.maxConnections",
            "Tracing.stacks",
            "Tracing.version");

    @Test
    void eachMutableStatic_isResetOrKnownToStay() throws Exception {
        List<String> known = new ArrayList<>(RESET);
        known.addAll(STAYS);
        assertThat(mutableStatics()).containsExactlyInAnyOrderElementsOf(known);
    }

    private static List<String> mutableStatics() throws Exception {
        Path classes = Path.of(Tracing.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".class"))::iterator) {
                String name = classes.relativize(file).toString().replace('/', '.');
                Class<?> type =
                        Class.forName(name.substring(0, name.length() - 6), false, ResetTest.class.getClassLoader());
                for (Field field : type.getDeclaredFields()) {
                    int modifiers = field.getModifiers();
                    if (Modifier.isStatic(modifiers) && !Modifier.isFinal(modifiers) && !field.isSynthetic())
                        names.add(type.getSimpleName() + "." + field.getName());
                }
            }
        }
        return names;
    }

    @Test
    void errorsOfHooks_areForgotten_andTheHookIsOnAgain() {
        for (int i = 0; i <= HookErrors.LIMIT; i++) HookErrors.record(Hook.SOCKET, new IllegalStateException());
        assertThat(HookErrors.isOff(Hook.SOCKET)).isTrue();
        Tracing.stop();
        assertThat(HookErrors.isOff(Hook.SOCKET)).isFalse();
        assertThat(HookErrors.total()).isZero();
        assertThat(HookErrors.first()).isNull();
    }

    @Test
    void wantOfDescriptors_isToldToEachAgent() {
        OutOfDescriptors.look(new java.net.SocketException("Too many open files"));
        assertThat(OutOfDescriptors.seen()).isTrue();
        Tracing.stop();
        assertThat(OutOfDescriptors.seen()).isFalse();
    }

    @Test
    void whatWasFoundOfTheApplication_isForgotten() {
        Correlation.reader(() -> null);
        FoundRegistries.seen(new Object());
        InetAddress address = LocalAddresses.intern(InetAddress.getLoopbackAddress());
        Tracing.stop();
        assertThat(FoundRegistries.all()).isEmpty();
        assertThat(Correlation.ids()).isNull();
        InetAddress equal = InetAddress.getLoopbackAddress();
        assertThat(LocalAddresses.intern(equal)).isSameAs(equal).isEqualTo(address);
    }

    @Test
    void stacksNotTaken_areOfOneAgent() {
        StackBudget.refill(0);
        assertThat(StackBudget.take()).isFalse();
        Tracing.stop();
        assertThat(StackBudget.refused()).isZero();
        assertThat(StackBudget.take()).isTrue();
    }

    @Test
    void metersThatTheApplicationBound_areWantedOfTheNextAgent_othersAreNot() {
        Runnable bound = () -> {};
        Runnable exported = () -> {};
        MeterBoard.subscribe(bound, false);
        MeterBoard.subscribe(exported, true);
        MeterBoard.publish(Map.of());
        MeterBoard.unsubscribe(exported);
        MeterBoard.end();
        assertThat(MeterBoard.isWanted()).isTrue();
        assertThat(MeterBoard.wantsEverything()).isFalse();
        assertThat(MeterBoard.turn()).isZero();
        MeterBoard.unsubscribe(bound);
        MeterBoard.end();
        assertThat(MeterBoard.isWanted()).isFalse();
    }

    @Test
    void listenerOfARegistryThatKeepsIt_isDeafOnceItIsStopped() {
        List<Object> told = new ArrayList<>();
        MeterBoard.Forward forward = new MeterBoard.Forward(told::add);
        forward.accept("one");
        forward.stop();
        forward.accept("two");
        assertThat(told).containsExactly("one");
    }
}
