package io.tcpclose.agent.cli.process;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * /proc/PID/status, see proc(5).
 *
 * @param uid the effective one; -1 where it is not told
 * @param gid likewise
 * @param nsPid the number by which the process knows itself, in the innermost pid namespace
 * @param nested whether it has another number there than here
 */
record Status(long uid, long gid, long nsPid, boolean nested, long caughtSignals) {
    static final Status NONE = new Status(-1, -1, -1, false, 0);

    static Status of(Path process) {
        Map<String, String> lines = new HashMap<>();
        ProcText.read(process.resolve("status")).lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0)
                lines.putIfAbsent(
                        line.substring(0, colon), line.substring(colon + 1).strip());
        });
        if (!lines.containsKey("Uid")) return NONE;
        String[] numbers =
                lines.getOrDefault("NSpid", lines.getOrDefault("Pid", "")).split("\\s+");
        return new Status(
                effective(lines.getOrDefault("Uid", "")),
                effective(lines.getOrDefault("Gid", "")),
                decimal(numbers[numbers.length - 1]),
                numbers.length > 1,
                signals(lines.getOrDefault("SigCgt", "")));
    }

    /** Real, effective, saved, of the file system. */
    private static long effective(String ids) {
        String[] each = String.valueOf(ids).split("\\s+");
        return each.length < 2 ? -1 : decimal(each[1]);
    }

    private static long decimal(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    private static long signals(String mask) {
        return mask.matches("[0-9a-fA-F]{1,16}") ? Long.parseUnsignedLong(mask, 16) : 0;
    }

    /** @param signal its number: a bit of the mask is numbered from 1 */
    boolean catches(int signal) {
        return (caughtSignals >>> (signal - 1) & 1) == 1;
    }
}
