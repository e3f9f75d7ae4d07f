package io.tcpclose.export;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.ob.JacksonJrExtension;
import com.fasterxml.jackson.jr.ob.api.ExtensionContext;
import com.fasterxml.jackson.jr.ob.api.ReaderWriterProvider;
import com.fasterxml.jackson.jr.ob.api.ValueReader;
import com.fasterxml.jackson.jr.ob.impl.JSONReader;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times as the writer writes them, ISO-8601 in UTC. */
final class InstantReading extends JacksonJrExtension {
    @Override
    protected void register(ExtensionContext context) {
        context.insertProvider(new ReaderWriterProvider() {
            @Override
            public @Nullable ValueReader findValueReader(JSONReader readers, Class<?> type) {
                return type == Instant.class ? new Reader() : null;
            }
        });
    }

    private static final class Reader extends ValueReader {
        Reader() {
            super(Instant.class);
        }

        @Override
        public Object read(JSONReader reader, JsonParser parser) throws IOException {
            return instant(parser);
        }
    }

    static Instant instant(JsonParser parser) throws IOException {
        try {
            return Instant.parse(parser.getText());
        } catch (DateTimeException e) {
            throw new IOException("no time: " + Text.clean(parser.getText()), e);
        }
    }
}
