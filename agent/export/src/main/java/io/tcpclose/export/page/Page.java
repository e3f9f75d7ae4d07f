package io.tcpclose.export.page;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The page before and after the place of its data.
 *
 * @param policy its Content-Security-Policy as a {@code meta} element may have it
 */
record Page(byte[] head, byte[] tail, String policy) {

    private static final String RESOURCE = "page.html";
    private static final String POLICY = "@policy@";
    private static final String DATA = "@report@";

    /** Read anew each time: an agent that writes one page at exit shall not keep it until then. */
    static Page load() throws IOException {
        String page = text();
        String policy = policy(page);
        int data = page.indexOf(DATA);
        String head = page.substring(0, data).replace(POLICY, policy);
        return new Page(utf8(head), utf8(page.substring(data + DATA.length())), policy);
    }

    private static String text() throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(RESOURCE)) {
            if (in == null) throw new FileNotFoundException(RESOURCE + " is not in the agent's jar");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Only this script and this style run, and whatever a report smuggles in is neither. */
    private static String policy(String page) {
        return "default-src 'none'; script-src " + hash(page, "<script>", "</script>") + "; style-src "
                + hash(page, "<style>", "</style>")
                + "; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'";
    }

    private static String hash(String page, String open, String close) {
        int from = page.indexOf(open) + open.length();
        return "'sha256-"
                + Base64.getEncoder().encodeToString(Sha256.of(utf8(page.substring(from, page.indexOf(close, from)))))
                + "'";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
