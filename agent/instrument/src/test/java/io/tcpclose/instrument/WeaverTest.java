package io.tcpclose.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weaves the class files of each JDK that is here, without running it. That they verify is shown where they run. */
class WeaverTest {
    private static final String DISPATCHER = "sun.nio.ch.SocketDispatcher";

    static List<JdkImage> jdks() {
        List<JdkImage> found = JdkImage.found();
        assertThat(found).isNotEmpty();
        return found;
    }

    private static Set<String> types() {
        Set<String> types = new LinkedHashSet<>();
        for (HookPoint point : HookPoints.all()) {
            for (HookPoint.Place place : point.places()) types.add(place.type());
        }
        return types;
    }

    private static byte @Nullable [] transform(Weaver weaver, String type, byte[] bytes) {
        return weaver.transform(null, type.replace('.', '/'), null, null, bytes);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void hookPoints_everyOne_hasAPlace(JdkImage jdk) {
        Weaver weaver = new Weaver(HookPoints.all(), jdk.feature());
        for (String type : types()) {
            byte[] bytes = jdk.classFile(type);
            if (bytes != null) transform(weaver, type, bytes);
        }
        assertThat(weaver.failures()).isEmpty();
        assertThat(HookPoints.all())
                .extracting(HookPoint::name)
                .filteredOn(name -> !weaver.matched().contains(name))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void weave_addsNoMemberAndChangesNone(JdkImage jdk) {
        int changed = 0;
        Weaver weaver = new Weaver(HookPoints.all(), jdk.feature());
        for (String type : types()) {
            byte[] bytes = jdk.classFile(type);
            byte[] woven = bytes == null ? null : transform(weaver, type, bytes);
            if (bytes == null || woven == null) continue;
            assertThat(woven.length).as(type).isGreaterThan(bytes.length);
            assertThat(Members.of(woven)).as(type).isEqualTo(Members.of(bytes));
            changed++;
        }
        assertThat(changed).isGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void weave_twice_givesTheSameBytes(JdkImage jdk) {
        for (String type : types()) {
            byte[] bytes = jdk.classFile(type);
            if (bytes == null) continue;
            byte[] once = transform(new Weaver(HookPoints.all(), jdk.feature()), type, bytes);
            assertThat(transform(new Weaver(HookPoints.all(), jdk.feature()), type, bytes))
                    .as(type)
                    .isEqualTo(once);
        }
    }

    // --- what is none of its business ---

    private static byte[] dispatcher() {
        return Objects.requireNonNull(JdkImage.found().get(0).classFile(DISPATCHER));
    }

    @Test
    void transform_otherClasses_areLeftAlone() {
        Weaver weaver = new Weaver(HookPoints.all());
        assertThat(transform(weaver, "java.lang.String", dispatcher())).isNull();
        ClassLoader application = getClass().getClassLoader();
        assertThat(weaver.transform(application, DISPATCHER.replace('.', '/'), null, null, dispatcher()))
                .as("a class of that name in the application")
                .isNull();
        assertThat(weaver.failures()).isEmpty();
        assertThat(weaver.seenTypes()).isEmpty();
    }

    @Test
    void transform_classOfThePlatformLoader_isWoven() {
        String type = "jdk.internal.net.http.MultiExchange";
        Weaver weaver = new Weaver(HookPoints.all());
        byte[] bytes = Objects.requireNonNull(JdkImage.running().classFile(type));
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        assertThat(weaver.transform(platform, type.replace('.', '/'), null, null, bytes))
                .isNotNull();
        assertThat(weaver.matched()).hasSize(1).first().asString().startsWith("MultiExchange.<init>");
    }

    @Test
    void transform_classWithoutAPlace_isLeftInTheSharedArchive() {
        Weaver weaver = new Weaver(List.of(point("gone", "lies", "WaistAdvice$Read")));
        assertThat(transform(weaver, DISPATCHER, dispatcher())).isNull();
        assertThat(weaver.matched()).isEmpty();
        assertThat(weaver.failures()).isEmpty();
    }

    // --- what goes wrong ---

    private static HookPoint point(String name, String method, String advice) {
        HookPoint.Place place = new HookPoint.Place(DISPATCHER, method, "(Ljava/io/FileDescriptor;");
        return new HookPoint(name, List.of(place), advice, "test");
    }

    @Test
    void point_withoutPlace_isNotMatchedAndHurtsNoOther() {
        Weaver weaver = new Weaver(
                List.of(point("there", "read", "WaistAdvice$Read"), point("gone", "lies", "WaistAdvice$Read")));
        assertThat(transform(weaver, DISPATCHER, dispatcher())).isNotNull();
        assertThat(weaver.matched()).containsExactly("there");
        assertThat(weaver.failures()).isEmpty();
    }

    @Test
    void advice_thatDoesNotFit_losesItsPointAlone() {
        Weaver weaver =
                new Weaver(List.of(point("good", "read", "WaistAdvice$Read"), point("bad", "write", "BrokenAdvice")));
        Weaver good = new Weaver(List.of(point("good", "read", "WaistAdvice$Read")));
        assertThat(transform(weaver, DISPATCHER, dispatcher()))
                .isNotNull()
                .isEqualTo(transform(good, DISPATCHER, dispatcher()));
        assertThat(weaver.matched()).containsExactly("good");
        assertThat(weaver.failures()).hasSize(1).first().asString().startsWith(DISPATCHER + ": bad: ");
    }

    /** As a JDK to come has them. */
    @Test
    void classFile_newerThanByteBuddy_isWovenAndKeepsItsVersion() {
        byte[] newer = dispatcher();
        newer[7] = (byte) 120;
        byte[] woven = Objects.requireNonNull(transform(new Weaver(HookPoints.all()), DISPATCHER, newer));
        assertThat(woven[7]).isEqualTo((byte) 120);
        assertThat(newer[7]).as("what the JVM has given stays as it was").isEqualTo((byte) 120);
        woven[7] = dispatcher()[7];
        assertThat(woven).isEqualTo(transform(new Weaver(HookPoints.all()), DISPATCHER, dispatcher()));
    }

    @Test
    void classFile_ofAnUnknownFormat_isToldAndLeftAlone() {
        byte[] newer = dispatcher();
        newer[7] = (byte) 120;
        // The tag of its first constant.
        newer[10] = (byte) 99;
        Weaver weaver = new Weaver(HookPoints.all());
        assertThat(transform(weaver, DISPATCHER, newer)).isNull();
        assertThat(weaver.failures()).isNotEmpty().allMatch(line -> line.startsWith(DISPATCHER + ": "));
    }

    @Test
    void classFile_thatIsNone_isToldAndLeftAlone() {
        Weaver weaver = new Weaver(HookPoints.all());
        assertThat(transform(weaver, DISPATCHER, new byte[] {1, 2, 3})).isNull();
        assertThat(weaver.failures()).hasSize(1);
    }

    @Test
    void point_fieldThatThisJdkHasNot_failsWithoutHarm() {
        HookPoint.Place place = new HookPoint.Place(DISPATCHER, "read", "(Ljava/io/FileDescriptor;");
        Weaver weaver = new Weaver(List.of(new HookPoint("f", List.of(place), "RingAdvice$ChannelBeginRead", "test")));
        assertThat(transform(weaver, DISPATCHER, dispatcher())).isNull();
        assertThat(weaver.matched()).isEmpty();
        assertThat(weaver.failures()).hasSize(1);
    }

    /** Everything that retransforming a loaded class may not change. */
    private static final class Members extends ClassVisitor {
        private final List<String> lines = new ArrayList<>();

        private Members() {
            super(OpenedClassReader.ASM_API);
        }

        static List<String> of(byte[] bytes) {
            Members members = new Members();
            OpenedClassReader.of(bytes).accept(members, 0);
            assertThat(members.lines).hasSizeGreaterThan(1);
            return members.lines;
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            lines.add(version + " " + access + " " + name + " " + signature + " " + superName + " "
                    + String.join(",", Objects.requireNonNull(interfaces)));
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            lines.add(access + " " + name + " " + descriptor + " " + signature + " " + value);
            return null;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            lines.add(access + " " + name + descriptor + " " + signature + " "
                    + (exceptions == null ? "" : String.join(",", exceptions)));
            return null;
        }
    }
}
