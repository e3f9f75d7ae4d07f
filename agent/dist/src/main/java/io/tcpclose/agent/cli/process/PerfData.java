package io.tcpclose.agent.cli.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The strings of the file that HotSpot keeps for jps and jstat, {@code /tmp/hsperfdata_USER/PID}: format 2.0 of
 * {@code src/hotspot/share/runtime/perfMemory.hpp} (PerfDataPrologue, PerfDataEntry). The JVM's owner can write anything to it.
 */
final class PerfData {
    private static final int MAGIC = 0xcafec0c0;
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_ENTRIES = 4096;
    private static final int MAX_STRING = 1 << 16;
    private static final int PROLOGUE = 32;

    private PerfData() {}

    /** Empty where there is no such file, or it is no regular one. */
    static Map<String, String> strings(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return Map.of();
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return strings(ByteBuffer.wrap(in.readNBytes(MAX_BYTES)));
        } catch (IOException e) {
            return Map.of();
        }
    }

    static Map<String, String> strings(ByteBuffer data) {
        Map<String, String> found = new HashMap<>();
        if (data.remaining() < PROLOGUE || data.getInt(0) != MAGIC || data.get(5) != 2) return found;
        data.order(data.get(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int entries = Math.min(data.getInt(28), MAX_ENTRIES);
        int at = data.getInt(24);
        try {
            for (int i = 0; i < entries && at >= PROLOGUE; i++) {
                int length = data.getInt(at);
                if (length <= 0) break;
                entry(data, at, found);
                at += length;
            }
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            // cut off, or not what it says to be: what was read is told
        }
        return found;
    }

    private static void entry(ByteBuffer data, int at, Map<String, String> found) {
        int length = data.getInt(at + 8);
        boolean string = data.get(at + 12) == 'B' && length > 0 && length <= MAX_STRING;
        if (string) found.put(text(data, at + data.getInt(at + 4), 256), text(data, at + data.getInt(at + 16), length));
    }

    /** To its 0 byte, or to the bound. */
    private static String text(ByteBuffer data, int at, int max) {
        int end = at;
        while (end < data.limit() && end - at < max && data.get(end) != 0) end++;
        byte[] bytes = new byte[Math.max(0, end - at)];
        data.get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
