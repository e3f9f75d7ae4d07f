package io.tcpclose.instrument;

import java.util.List;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Makes the class that asks an application's tracing library for the current trace: plain calls, linked in a class loader below
 * the application's. Reflection and method handles would spin classes of their own after some calls, inside a hook.
 */
public final class TraceReaderClass {
    /** Binary name of what is made. */
    public static final String NAME = "io.tcpclose.application.ApplicationTraceReader";

    private static final String BOOT = "io/tcpclose/bootstrap/";
    private static final String IDS = "L" + BOOT + "TraceIds;";
    private static final String STRING = "Ljava/lang/String;";
    private static final String MDC = "org/slf4j/MDC";
    /** As OpenTelemetry's and Brave's logging, Spring and Elastic APM spell it. */
    private static final List<String> KEYS = List.of("traceId", "trace_id", "traceid", "spanId", "span_id", "spanid");

    private TraceReaderClass() {}

    /** @param prefix of the packages, such as that of a copy which an agent has shaded; empty for OpenTelemetry's own */
    public static byte[] ofOpenTelemetry(String prefix) {
        String trace = (prefix + "io.opentelemetry.api.trace.").replace('.', '/');
        ClassWriter type = type();
        MethodVisitor code = current(type);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, trace + "Span", "current", "()L" + trace + "Span;", true);
        code.visitMethodInsn(
                Opcodes.INVOKEINTERFACE, trace + "Span", "getSpanContext", "()L" + trace + "SpanContext;", true);
        code.visitVarInsn(Opcodes.ASTORE, 1);
        for (String id : List.of("getTraceId", "getSpanId")) {
            code.visitVarInsn(Opcodes.ALOAD, 1);
            code.visitMethodInsn(Opcodes.INVOKEINTERFACE, trace + "SpanContext", id, "()" + STRING, true);
        }
        return end(type, code, "of", 2);
    }

    /** What logging has in its MDC. */
    public static byte[] ofMdc() {
        ClassWriter type = type();
        MethodVisitor code = current(type);
        for (String key : KEYS) {
            code.visitLdcInsn(key);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, MDC, "get", "(" + STRING + ")" + STRING, false);
        }
        return end(type, code, "ofAny", KEYS.size());
    }

    private static ClassWriter type() {
        ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        type.visit(
                Opcodes.V1_8,
                Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
                NAME.replace('.', '/'),
                null,
                "java/lang/Object",
                new String[] {BOOT + "TraceReader"});
        MethodVisitor made = type.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        made.visitCode();
        made.visitVarInsn(Opcodes.ALOAD, 0);
        made.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        made.visitInsn(Opcodes.RETURN);
        made.visitMaxs(0, 0);
        made.visitEnd();
        return type;
    }

    private static MethodVisitor current(ClassWriter type) {
        MethodVisitor code = type.visitMethod(Opcodes.ACC_PUBLIC, "current", "()" + IDS, null, null);
        code.visitCode();
        return code;
    }

    private static byte[] end(ClassWriter type, MethodVisitor code, String factory, int strings) {
        String descriptor = "(" + STRING.repeat(strings) + ")" + IDS;
        code.visitMethodInsn(Opcodes.INVOKESTATIC, BOOT + "TraceIds", factory, descriptor, false);
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        type.visitEnd();
        return type.toByteArray();
    }
}
