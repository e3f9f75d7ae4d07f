package io.tcpclose.instrument;

import java.lang.instrument.ClassFileTransformer;
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
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.TypeInitializer;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.auxiliary.AuxiliaryType;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Inlines the advice of {@link HookPoints} into a fixed list of JDK classes: no field, no method is added, so that one
 * mechanism serves the start and a late attach.
 *
 * <p>Byte Buddy's {@code Advice} is used as the plain method-visitor wrapper it is: neither {@code AgentBuilder} (twice the
 * start-up) nor the {@code ByteBuddy} builder is loaded. Runs on whichever thread loads one of those classes; a class that
 * cannot be woven stays as it was, and its hook points are missing by name.
 */
final class Weaver implements ClassFileTransformer {
    private final Map<String, List<HookPoint>> pointsByType = new HashMap<>();
    private final Map<Class<?>, Advice> advices = new ConcurrentHashMap<>();
    private final Set<String> matched = ConcurrentHashMap.newKeySet();
    private final Set<String> wovenTypes = ConcurrentHashMap.newKeySet();
    private final List<String> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    private final ClassFileLocator adviceBytes = ClassFileLocator.ForClassLoader.of(Weaver.class.getClassLoader());

    Weaver(List<HookPoint> points) {
        for (HookPoint point : points) {
            for (HookPoint.Place place : point.places()) {
                pointsByType
                        .computeIfAbsent(place.type().replace('.', '/'), k -> new ArrayList<>())
                        .add(point);
            }
        }
    }

    Set<String> matched() {
        return matched;
    }

    /** Binary names with slashes of the classes that were woven. */
    Set<String> wovenTypes() {
        return wovenTypes;
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
        List<HookPoint> points = loader == null && type != null ? pointsByType.get(type) : null;
        if (points == null) return null;
        try {
            return weave(type, bytes, points);
        } catch (Throwable e) {
            failures.add(type.replace('/', '.') + ": " + e);
            return null;
        }
    }

    byte[] weave(String type, byte[] bytes, List<HookPoint> points) {
        ClassReader reader = OpenedClassReader.of(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Visitor(writer, type, bytes, points), ClassReader.EXPAND_FRAMES);
        wovenTypes.add(type);
        return writer.toByteArray();
    }

    /** Passes everything through but the methods that a hook point names. */
    private final class Visitor extends ClassVisitor {
        private final String type;
        private final List<HookPoint> points;
        private final WovenType woven;

        Visitor(ClassVisitor next, String type, byte[] bytes, List<HookPoint> points) {
            super(OpenedClassReader.ASM_API, next);
            this.type = type.replace('/', '.');
            this.points = points;
            this.woven = new WovenType(this.type, bytes);
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
                    if (place.type().equals(type) && place.matches(name, descriptor)) {
                        visitor = advise(visitor, point, woven.method(name, descriptor));
                        matched.add(point.name());
                    }
                }
            }
            return visitor;
        }

        private MethodVisitor advise(MethodVisitor visitor, HookPoint point, MethodDescription method) {
            Advice advice = advices.computeIfAbsent(point.advice(), a -> Advice.to(a, adviceBytes));
            return advice.wrap(
                    woven.type(), method, visitor, woven.context(), woven.pool(), 0, ClassReader.EXPAND_FRAMES);
        }
    }

    /** What Byte Buddy wants to know of the class that is woven: read from its bytes, never from a loaded class. */
    private static final class WovenType {
        private final TypePool pool;
        private final TypeDescription type;
        private final Implementation.Context context;

        WovenType(String name, byte[] bytes) {
            pool = new TypePool.Default.WithLazyResolution(
                    TypePool.CacheProvider.Simple.withObjectType(),
                    ClassFileLocator.Simple.of(name, bytes),
                    TypePool.Default.ReaderMode.FAST,
                    new ByName(name));
            type = pool.describe(name).resolve();
            ClassFileVersion version = ClassFileVersion.ofClassFile(bytes);
            context = Implementation.Context.Disabled.Factory.INSTANCE.make(
                    type,
                    new AuxiliaryType.NamingStrategy.SuffixingRandom("tcpclose"),
                    TypeInitializer.None.INSTANCE,
                    version,
                    version,
                    Implementation.Context.FrameGeneration.GENERATE);
        }

        TypeDescription type() {
            return type;
        }

        TypePool pool() {
            return pool;
        }

        Implementation.Context context() {
            return context;
        }

        MethodDescription method(String name, String descriptor) {
            for (MethodDescription.InDefinedShape method : type.getDeclaredMethods()) {
                if (method.getInternalName().equals(name)
                        && method.getDescriptor().equals(descriptor)) return method;
            }
            throw new IllegalStateException(name + descriptor);
        }
    }

    /**
     * Every other type, as a name and nothing more: loading or reading it here, in the middle of a class load, is what has made
     * agents deadlock. So an advice may take an argument under its exact type or as Object, not under a supertype.
     */
    private static final class ByName extends TypePool.AbstractBase {
        private final String woven;

        ByName(String woven) {
            super(TypePool.CacheProvider.NoOp.INSTANCE);
            this.woven = woven;
        }

        @Override
        protected Resolution doDescribe(String name) {
            return name.equals(woven)
                    ? new Resolution.Illegal(name)
                    : new Resolution.Simple(new TypeDescription.Latent(
                            name,
                            java.lang.reflect.Modifier.PUBLIC,
                            TypeDescription.Generic.OfNonGenericType.ForLoadedType.of(Object.class)));
        }
    }
}
