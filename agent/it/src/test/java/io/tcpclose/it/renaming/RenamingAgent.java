package io.tcpclose.it.renaming;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Another agent, before ours: makes of this JDK one to come, in which members have other names. {@code from=to,...},
 * of the same length: a name is one constant of a class file, for the member and all that speaks of it, so each class
 * goes on working.
 */
public final class RenamingAgent implements ClassFileTransformer {
    private static final int UTF8 = 1;

    private final Map<String, String> names = new LinkedHashMap<>();

    public static void premain(String names, Instrumentation instrumentation) {
        RenamingAgent agent = new RenamingAgent();
        for (String name : names.split(",")) agent.names.put(name.split("=")[0], name.split("=")[1]);
        instrumentation.addTransformer(agent);
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String type, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
        if (loader != null || type == null || type.startsWith("io/tcpclose")) return null;
        byte[] renamed = classFile.clone();
        boolean changed = false;
        for (Map.Entry<String, String> name : names.entrySet()) {
            changed |= replace(renamed, constant(name.getKey()), constant(name.getValue()));
        }
        return changed ? renamed : null;
    }

    /** JVMS 4.4.7: tag, length, bytes. */
    private static byte[] constant(String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        byte[] constant = new byte[text.length + 3];
        constant[0] = UTF8;
        constant[1] = (byte) (text.length >> 8);
        constant[2] = (byte) text.length;
        System.arraycopy(text, 0, constant, 3, text.length);
        return constant;
    }

    private static boolean replace(byte[] in, byte[] from, byte[] to) {
        boolean changed = false;
        for (int at = 0; at <= in.length - from.length; at++) {
            if (!isAt(in, at, from)) continue;
            System.arraycopy(to, 0, in, at, to.length);
            changed = true;
        }
        return changed;
    }

    private static boolean isAt(byte[] in, int at, byte[] what) {
        for (int i = 0; i < what.length; i++) if (in[at + i] != what[i]) return false;
        return true;
    }
}
