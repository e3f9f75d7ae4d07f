package io.tcpclose.export;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tcpclose.core.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The connections of a report's file, one at a time; the file is closed behind the last one. */
final class StoredConnections implements Iterator<Report.Connection> {
    private final JsonParser parser;
    private Report.@Nullable Connection next;

    /** @param parser stands at the begin of the list */
    StoredConnections(JsonParser parser) {
        this.parser = parser;
        advance();
    }

    private void advance() {
        try {
            do {
                boolean ended = parser.nextToken() == JsonToken.END_ARRAY;
                next = ended ? null : JsonReportReader.RECORDS.beanFrom(Report.Connection.class, parser);
                if (ended) parser.close();
            } while (next == null && !parser.isClosed());
        } catch (IOException | IllegalArgumentException e) {
            throw new UncheckedIOException(
                    new IOException("a connection of the report cannot be read: " + Text.clean(e.getMessage()), e));
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Report.Connection next() {
        Report.Connection connection = next;
        if (connection == null) throw new NoSuchElementException();
        advance();
        return connection;
    }
}
