package io.tcpclose.agent.cli;

import io.tcpclose.agent.options.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration as the options of the agent have them. */
final class DurationValue implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        Duration duration = Durations.parse(text);
        if (duration == null) throw new TypeConversionException("'" + text + "' is no time such as 250ms, 10s, 5m, 1h");
        return duration;
    }
}
