package io.tcpclose.agent.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A pid as it is typed. */
final class ProcessNumber implements ITypeConverter<Long> {
    /** PID_MAX_LIMIT of Linux is 2^22. */
    @Override
    public Long convert(String text) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new TypeConversionException("'" + text + "' is no process number. The running JVMs: list");
        }
        return Long.parseLong(text);
    }
}
