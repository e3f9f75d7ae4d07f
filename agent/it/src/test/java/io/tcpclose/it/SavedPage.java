package io.tcpclose.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report as a page, taken apart: what the agent's jar holds, and the data between. */
record SavedPage(String head, String data, String tail) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPEN = "<script type=\"application/json\" id=\"report\">";

    static SavedPage read(Path file) throws IOException {
        String page = Files.readString(file);
        int from = page.indexOf(OPEN) + OPEN.length();
        int to = page.indexOf("</script>", from);
        return new SavedPage(page.substring(0, from), page.substring(from, to), page.substring(to));
    }

    /** Anew each time, to be changed. */
    ObjectNode report() {
        try {
            return (ObjectNode) JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    SavedPage with(ObjectNode report) {
        return new SavedPage(head, report.toString().replace("<", "\\u003c"), tail);
    }

    Path writeTo(Path file) throws IOException {
        return Files.writeString(file, head + data + tail);
    }
}
