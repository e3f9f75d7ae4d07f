package io.tcpclose.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.instrument.advice.BirthAdvice;
import io.tcpclose.instrument.advice.ListenerAdvice;
import io.tcpclose.instrument.advice.OpenerAdvice;
import io.tcpclose.instrument.advice.RingAdvice;
import io.tcpclose.instrument.advice.WaistAdvice;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HookPointsTest {
    private static final int FEWEST = 50;

    @Test
    void names_areUnique() {
        assertThat(HookPoints.all()).hasSizeGreaterThanOrEqualTo(FEWEST);
        assertThat(HookPoints.all()).extracting(HookPoint::name).doesNotHaveDuplicates();
    }

    @Test
    void points_sayWhyAndAreInOnePlaceOfEachType() {
        for (HookPoint point : HookPoints.all()) {
            assertThat(point.why()).as(point.name()).isNotBlank();
            assertThat(point.places())
                    .as(point.name())
                    .isNotEmpty()
                    .extracting(HookPoint.Place::type)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void advice_everyOne_isUsedAndIsThere() {
        Set<String> used = HookPoints.all().stream()
                .map(point -> AdviceTypes.PACKAGE + point.advice())
                .collect(Collectors.toSet());
        assertThat(used)
                .containsExactlyInAnyOrderElementsOf(
                        advices().map(Class::getName).toList());
    }

    static Stream<Class<?>> advices() {
        return Stream.of(
                        BirthAdvice.class,
                        ListenerAdvice.class,
                        OpenerAdvice.class,
                        RingAdvice.class,
                        WaistAdvice.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredClasses()));
    }

    /** It is inlined into java.base: what throws there reaches the application, and what it names must be there. */
    @ParameterizedTest
    @MethodSource("advices")
    void advice_throwsNothingAndKeepsNothing(Class<?> advice) {
        assertThat(advice.getDeclaredFields()).isEmpty();
        assertThat(Modifier.isPublic(advice.getModifiers())).isTrue();
        assertThat(advice.getDeclaredMethods()).isNotEmpty();
        for (Method method : advice.getDeclaredMethods()) {
            assertThat(Modifier.isStatic(method.getModifiers()))
                    .as(method.toString())
                    .isTrue();
            Annotation kind = method.getDeclaredAnnotations()[0];
            Class<?> suppressed = kind instanceof Advice.OnMethodEnter enter
                    ? enter.suppress()
                    : ((Advice.OnMethodExit) kind).suppress();
            assertThat(suppressed).as(method.toString()).isEqualTo(Throwable.class);
        }
    }

    @ParameterizedTest
    @MethodSource("advices")
    void advice_isOneCallIntoTheBootClasses(Class<?> advice) throws Exception {
        Calls calls = new Calls();
        String file = "/" + advice.getName().replace('.', '/') + ".class";
        try (var in = HookPointsTest.class.getResourceAsStream(file)) {
            OpenedClassReader.of(java.util.Objects.requireNonNull(in).readAllBytes())
                    .accept(calls, 0);
        }
        assertThat(calls.owners).isNotEmpty().allMatch(owner -> owner.startsWith("io/tcpclose/bootstrap/"));
        assertThat(calls.mostInAMethod).as("one, or one of two").isLessThanOrEqualTo(2);
    }

    private static final class Calls extends ClassVisitor {
        private final List<String> owners = new java.util.ArrayList<>();
        private int mostInAMethod;

        Calls() {
            super(OpenedClassReader.ASM_API);
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if (name.equals("<init>")) return null;
            return new MethodVisitor(OpenedClassReader.ASM_API) {
                private int calls;

                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String of, boolean isInterface) {
                    owners.add(owner);
                    mostInAMethod = Math.max(mostInAMethod, ++calls);
                }

                @Override
                public void visitInvokeDynamicInsn(
                        String called, String of, Handle bootstrap, Object... bootstrapArguments) {
                    owners.add("indy " + called);
                }
            };
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "read | (Ljava/io/FileDescriptor; | read | (Ljava/io/FileDescriptor;JI)I | true",
                "read | (Ljava/io/FileDescriptor; | readv | (Ljava/io/FileDescriptor;JI)J | false",
                "read | (Ljava/io/FileDescriptor; | read | (JI)I | false",
                "close | () | close | ()V | true",
                "close | () | close | (I)V | false",
            })
    void place_matchesByNameAndFirstParameters(
            String method, String parameters, String name, String descriptor, boolean matches) {
        assertThat(new HookPoint.Place("a.B", method, parameters).matches(name, descriptor, 17))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"17,false", "18,true", "21,true", "22,false"})
    void place_ofSomeJdkLines_matchesInThoseOnly(int jdk, boolean matches) {
        assertThat(new HookPoint.Place("a.B", "f", "()", 18, 21).matches("f", "()V", jdk))
                .isEqualTo(matches);
    }
}
