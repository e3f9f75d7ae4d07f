package io.tcpclose.instrument;

import java.lang.instrument.ClassFileTransformer;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Inlines the advice of {@link HookPoints} into a fixed list of JDK classes: no field, no method is added, so that one
 * mechanism serves the start and a late attach.
 *
 * <p>Byte Buddy's {@code Advice} is used as the plain method-visitor wrapper it is: neither {@code AgentBuilder} (twice the
 * start-up) nor the {@code ByteBuddy} builder is loaded. Runs on whichever thread loads one of those classes; a hook
 * point that does not fit, or a class that cannot be woven, stays as it was and is missing by name.
 */
final class Weaver implements ClassFileTransformer {
    /** The loader of the JDK's HTTP client; it asks the boot loader for all else, and for our classes there. */
    static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private final Map<String, List<HookPoint>> pointsByType = new HashMap<>();
    private final Map<String, Advice> advices = new ConcurrentHashMap<>();
    private final Set<String> matched = ConcurrentHashMap.newKeySet();
    private final Set<String> seenTypes = ConcurrentHashMap.newKeySet();
    private final Set<String> failures = ConcurrentHashMap.newKeySet();
    private final AdviceTypes adviceTypes = new AdviceTypes();

    private final int jdk;
    private final @Nullable ClassLoader of;

    Weaver(List<HookPoint> points) {
        this(points, Runtime.version().feature());
    }

    /** @param jdk the line that the class files are of */
    Weaver(List<HookPoint> points, int jdk) {
        this(points, jdk, null);
    }

    /** @param of whose classes are woven; null for those of the JDK */
    Weaver(List<HookPoint> points, int jdk, @Nullable ClassLoader of) {
        this.jdk = jdk;
        this.of = of;
        for (HookPoint point : points) {
            for (HookPoint.Place place : point.places()) {
                pointsByType
                        .computeIfAbsent(place.type().replace('.', '/'), k -> new ArrayList<>())
                        .add(point);
            }
        }
    }

    /** Whether classes of the JDK come from this loader. */
    static boolean isJdk(@Nullable ClassLoader loader) {
        return loader == null || loader == PLATFORM;
    }

    Set<String> matched() {
        return matched;
    }

    /** Binary names with slashes of the classes that were woven, or that have no place for any hook point in this JDK. */
    Set<String> seenTypes() {
        return seenTypes;
    }

    /** One line for each class that could not be woven. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String type,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        boolean isOurs = loader == of || (of == null && isJdk(loader));
        List<HookPoint> points = isOurs && type != null ? pointsByType.get(type) : null;
        return points == null ? null : wovenOrNot(type, bytes, points);
    }

    /** Privileged, since the thread that loads the class runs the application's code. */
    @SuppressWarnings("removal")
    private byte @Nullable [] wovenOrNot(String type, byte[] bytes, List<HookPoint> points) {
        try {
            return AccessController.doPrivileged(
                    (PrivilegedAction<byte @Nullable []>) () -> weave(type, bytes, points));
        } catch (Throwable e) {
            failures.add(type.replace('/', '.') + ": " + e);
            return null;
        }
    }

    /** @return null where nothing was to be woven: the class may then come from the shared archive as it is */
    private byte @Nullable [] weave(String type, byte[] bytes, List<HookPoint> points) {
        List<String> found = new ArrayList<>();
        byte[] woven;
        try {
            woven = woven(type, bytes, points, found);
        } catch (RuntimeException | LinkageError e) {
            List<HookPoint> fit = fitting(type, bytes, points);
            found.clear();
            woven = woven(type, bytes, fit, found);
            if (woven == null) return null;
        }
        seenTypes.add(type);
        matched.addAll(found);
        return woven;
    }

    /**
     * Those of them that can be woven: what one asks of the class (a field, an argument) may have another name in
     * this JDK.
     */
    private List<HookPoint> fitting(String type, byte[] bytes, List<HookPoint> points) {
        // Where the class itself cannot be read, that is said once and not of each point.
        byte[] unused = woven(type, bytes, List.of(), new ArrayList<>());
        List<HookPoint> fit = new ArrayList<>();
        for (HookPoint point : points) {
            try {
                byte[] unusedToo = woven(type, bytes, List.of(point), new ArrayList<>());
                fit.add(point);
            } catch (RuntimeException | LinkageError e) {
                failures.add(type.replace('/', '.') + ": " + point.name() + ": " + e);
            }
        }
        return fit;
    }

    /**
     * A class file that is newer than Byte Buddy is read as the latest that it knows: a new version most often adds
     * what classes of the JDK's sockets do not use, and what cannot be read fails. The version stays as it was.
     *
     * @param found gets the names of the points that have a place in it
     */
    private byte @Nullable [] woven(String type, byte[] bytes, List<HookPoint> points, List<String> found) {
        ClassReader reader = OpenedClassReader.of(bytes.clone(), true);
        ClassWriter writer = new ClassWriter(reader, 0);
        Visitor visitor = new Visitor(writer, new WovenType(type, ClassFileVersion.ofClassFile(bytes)), points, found);
        reader.accept(visitor, ClassReader.EXPAND_FRAMES);
        return found.isEmpty() ? null : writer.toByteArray();
    }

    /** Passes everything through but the methods that a hook point names. */
    private final class Visitor extends ClassVisitor {
        private final WovenType woven;
        private final List<HookPoint> points;
        private final List<String> found;

        Visitor(ClassVisitor next, WovenType woven, List<HookPoint> points, List<String> found) {
            super(OpenedClassReader.ASM_API, next);
            this.found = found;
            this.woven = woven;
            this.points = points;
        }

        /** Fields come before methods in a class file as we read it (JVMS 4.1), so an advice finds those it asks for. */
        @Override
        public @Nullable FieldVisitor visitField(
                int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            woven.field(access, name, descriptor);
            return super.visitField(access, name, descriptor, signature, value);
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor visitor = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (visitor == null) return null;
            for (HookPoint point : points) {
                for (HookPoint.Place place : point.places()) {
                    if (place.type().equals(woven.getName()) && place.matches(name, descriptor, jdk)) {
                        visitor = advise(visitor, point, woven.method(access, name, descriptor));
                        found.add(point.name());
                    }
                }
            }
            return visitor;
        }

        private MethodVisitor advise(MethodVisitor visitor, HookPoint point, MethodDescription method) {
            Advice advice = advices.computeIfAbsent(point.advice(), adviceTypes::advice);
            return advice.wrap(
                    woven, method, visitor, woven.context(), TypePool.Empty.INSTANCE, 0, ClassReader.EXPAND_FRAMES);
        }
    }
}
