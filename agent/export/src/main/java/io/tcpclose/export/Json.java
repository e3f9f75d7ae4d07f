package io.tcpclose.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object being written, in which what is {@code null} is unknown and left out. */
final class Json implements Closeable {

    /**
     * ASCII only: control sequences of terminals, line separators and lone surrogates are then escapes. Content is not
     * closed on failure, so that half a document can never pass for a whole one. No recycler: it would stay behind in
     * a thread local of the application.
     */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build();

    /** Writes the members of the object that stands for a value. */
    interface Members<T> {
        void write(Json json, T value) throws IOException;
    }

    private static final int MAX_STACKS = 4096;

    private final JsonGenerator generator;
    private final UtcText times = new UtcText();
    /**
     * By identity: ten thousand connections that one line has opened have one list of frames, which is written as
     * bytes.
     */
    private final Map<List<String>, SerializableString> stacks = new IdentityHashMap<>();

    private Json(JsonGenerator generator) {
        this.generator = generator;
    }

    static Json to(OutputStream out) throws IOException {
        return new Json(FACTORY.createGenerator(out));
    }

    static Json to(Writer out) throws IOException {
        return new Json(FACTORY.createGenerator(out));
    }

    <T> void root(T value, Members<T> members) throws IOException {
        generator.writeStartObject();
        members.write(this, value);
        generator.writeEndObject();
    }

    <T> void object(String name, @Nullable T value, Members<T> members) throws IOException {
        if (value != null) {
            generator.writeFieldName(name);
            root(value, members);
        }
    }

    <T> void array(String name, @Nullable Iterable<T> values, Members<T> members) throws IOException {
        if (values == null) {
            return;
        }
        generator.writeArrayFieldStart(name);
        for (T value : values) {
            if (value != null) {
                root(value, members);
            }
        }
        generator.writeEndArray();
    }

    void strings(String name, @Nullable Iterable<String> values) throws IOException {
        if (values == null) {
            return;
        }
        generator.writeArrayFieldStart(name);
        for (String value : values) {
            if (value != null) {
                generator.writeString(value);
            }
        }
        generator.writeEndArray();
    }

    /** As {@link #strings}, for what many values have in common. */
    void stack(String name, @Nullable List<String> frames) throws IOException {
        if (frames == null) {
            return;
        }
        generator.writeFieldName(name);
        SerializableString known = stacks.get(frames);
        generator.writeRawValue(known == null ? known(frames) : known);
    }

    private SerializableString known(List<String> frames) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator array = FACTORY.createGenerator(text)) {
            array.writeStartArray();
            for (String frame : frames) {
                if (frame != null) {
                    array.writeString(frame);
                }
            }
            array.writeEndArray();
        }
        SerializableString known = new SerializedString(text.toString());
        if (stacks.size() >= MAX_STACKS) {
            stacks.clear();
        }
        stacks.put(frames, known);
        return known;
    }

    <T> void map(String name, @Nullable Map<String, T> values, Entry<T> entry) throws IOException {
        if (values == null) {
            return;
        }
        generator.writeObjectFieldStart(name);
        for (Map.Entry<String, T> value : values.entrySet()) {
            entry.write(this, value.getKey(), value.getValue());
        }
        generator.writeEndObject();
    }

    /** Writes one entry of a map as a member. */
    interface Entry<T> {
        void write(Json json, String name, T value) throws IOException;
    }

    void string(String name, @Nullable String value) throws IOException {
        if (value != null) {
            generator.writeStringField(name, value);
        }
    }

    void time(String name, @Nullable Instant value) throws IOException {
        if (value != null) {
            generator.writeStringField(name, times.of(value));
        }
    }

    void number(String name, @Nullable Long value) throws IOException {
        if (value != null) {
            generator.writeNumberField(name, value);
        }
    }

    void number(String name, @Nullable Integer value) throws IOException {
        if (value != null) {
            generator.writeNumberField(name, value);
        }
    }

    void number(String name, long value) throws IOException {
        generator.writeNumberField(name, value);
    }

    void bool(String name, @Nullable Boolean value) throws IOException {
        if (value != null) {
            generator.writeBooleanField(name, value);
        }
    }

    @Override
    public void close() throws IOException {
        generator.close();
    }
}
