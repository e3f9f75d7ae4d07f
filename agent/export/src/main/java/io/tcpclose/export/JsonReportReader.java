package io.tcpclose.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.jr.ob.JSON;
import io.tcpclose.core.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a report of schema 1 back from its file, also one of a later minor version: members it does not know are skipped.
 *
 * <p>What is read is not trusted: strings, lists and the nesting are bounded, and a value of another kind than the schema's
 * fails. Members that are absent come as {@code null}, or as 0 or false where a component is primitive; all writers take that.
 * The connections are read from the file one at a time, each time they are gone through: it must still be there.
 */
public final class JsonReportReader {
    /** More than an agent keeps of anything but connections. */
    private static final int MAX_LIST = 100_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(1 << 16)
                    .maxNameLength(1 << 10)
                    .build())
            .build();

    static final JSON RECORDS =
            JSON.builder(FACTORY).register(new InstantReading()).build();

    private Report.@Nullable Agent agent;
    private Report.@Nullable Jvm jvm;
    private java.time.@Nullable Instant takenTime;
    private Report.@Nullable Summary summary;
    private Report.@Nullable KernelFacts kernel;
    private List<Report.Finding> findings = List.of();
    private List<Report.Listener> listeners = List.of();
    private List<Report.Endpoint> endpoints = List.of();
    private List<Report.Site> sites = List.of();
    private boolean hasConnections;
    private long schema = -1;

    private JsonReportReader() {}

    /** @throws IOException with a message for a person, the file's name left to the caller */
    public static Report read(Path file) throws IOException {
        try (JsonParser parser = FACTORY.createParser(file.toFile())) {
            return new JsonReportReader().report(parser, file);
        } catch (JsonProcessingException e) {
            throw new IOException("is no report of tcpclose: " + Text.clean(e.getOriginalMessage()) + at(e), e);
        } catch (IllegalArgumentException e) {
            throw new IOException("is no report of tcpclose: " + Text.clean(e.getMessage()), e);
        }
    }

    private static String at(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " (at byte " + e.getLocation().getByteOffset() + ")";
    }

    /** The member {@code error} of the agent's answer to what it does not do; null where the text is no such answer. */
    public static @Nullable String error(String json) {
        try {
            return RECORDS.mapFrom(json).get("error") instanceof String error ? error : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    @SuppressWarnings("NullAway") // what an odd file lacks is null, as the class says
    private Report report(JsonParser parser, Path file) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) throw new IOException("is no report of tcpclose");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            member(name, parser);
        }
        if (parser.nextToken() != null) throw new IOException("is no report of tcpclose: more than one document");
        check();
        Iterable<Report.Connection> connections = hasConnections ? () -> new StoredConnections(open(file)) : List.of();
        return new Report(agent, jvm, takenTime, summary, findings, connections, listeners, endpoints, sites, kernel);
    }

    private void check() throws IOException {
        if (schema < 0) throw new IOException("is no report of tcpclose: it has no schema");
        if (schema != Report.SCHEMA)
            throw new IOException(
                    "has schema " + schema + ", this tcpclose reads " + Report.SCHEMA + ": take a newer one");
    }

    private void member(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "schema" -> schema = parser.getLongValue();
            case "agent" -> agent = RECORDS.beanFrom(Report.Agent.class, parser);
            case "jvm" -> jvm = RECORDS.beanFrom(Report.Jvm.class, parser);
            case "takenTime" -> takenTime = InstantReading.instant(parser);
            case "summary" -> summary = RECORDS.beanFrom(Report.Summary.class, parser);
            case "kernel" -> kernel = RECORDS.beanFrom(Report.KernelFacts.class, parser);
            case "findings" -> findings = list(Report.Finding.class, parser);
            case "listeners" -> listeners = list(Report.Listener.class, parser);
            case "endpoints" -> endpoints = list(Report.Endpoint.class, parser);
            case "sites" -> sites = list(Report.Site.class, parser);
            case "connections" -> {
                hasConnections = parser.currentToken() == JsonToken.START_ARRAY;
                parser.skipChildren();
            }
            default -> parser.skipChildren();
        }
    }

    private static <T> List<T> list(Class<T> type, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY)
            throw new IOException("is no report of tcpclose: " + Text.clean(parser.currentName()) + " is no list");
        List<T> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (list.size() == MAX_LIST) throw new IOException("has a list of more than " + MAX_LIST);
            T value = RECORDS.beanFrom(type, parser);
            if (value != null) list.add(value);
        }
        return list;
    }

    /** At the first connection. */
    private static JsonParser open(Path file) {
        try {
            JsonParser parser = FACTORY.createParser(Files.newInputStream(file));
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean here = parser.currentName().equals("connections");
                parser.nextToken();
                if (here) return parser;
                parser.skipChildren();
            }
            throw new IOException("the report is no longer what it was: " + file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
