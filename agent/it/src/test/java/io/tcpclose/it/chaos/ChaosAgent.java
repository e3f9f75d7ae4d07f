package io.tcpclose.it.chaos;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** A second agent that breaks the first: methods of its boot classes throw, whatever they are called with. */
public final class ChaosAgent {
    private static final String BOOT = "io.tcpclose.bootstrap.";

    private ChaosAgent() {}

    /** @param what {@code Class} for all of its public static methods, or {@code Class.method}; several with + between */
    public static void premain(String what, Instrumentation instrumentation) throws Exception {
        for (String target : what.split("\\+")) {
            int dot = target.indexOf('.');
            String type = dot < 0 ? target : target.substring(0, dot);
            String method = dot < 0 ? "" : target.substring(dot + 1);
            Class<?> victim = Class.forName(BOOT + type, false, null);
            ClassFileTransformer breaker = new Breaker(victim, method);
            instrumentation.addTransformer(breaker, true);
            instrumentation.retransformClasses(victim);
        }
    }

    private record Breaker(Class<?> victim, String method) implements ClassFileTransformer {
        @Override
        public byte[] transform(
                ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
            if (redefined != victim) {
                return null;
            }
            ClassReader reader = new ClassReader(bytes);
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(new Bodies(writer, method), 0);
            return writer.toByteArray();
        }
    }

    private static final class Bodies extends ClassVisitor {
        private final String only;

        Bodies(ClassVisitor next, String only) {
            super(Opcodes.ASM9, next);
            this.only = only;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor visitor = super.visitMethod(access, name, descriptor, signature, exceptions);
            int publicStatic = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
            boolean broken = only.isEmpty() ? (access & publicStatic) == publicStatic : name.equals(only);
            if (!broken) {
                return visitor;
            }
            String error = "java/lang/IllegalStateException";
            visitor.visitCode();
            visitor.visitTypeInsn(Opcodes.NEW, error);
            visitor.visitInsn(Opcodes.DUP);
            visitor.visitLdcInsn("chaos in " + name);
            visitor.visitMethodInsn(Opcodes.INVOKESPECIAL, error, "<init>", "(Ljava/lang/String;)V", false);
            visitor.visitInsn(Opcodes.ATHROW);
            visitor.visitMaxs(3, 12);
            visitor.visitEnd();
            return null;
        }
    }
}
