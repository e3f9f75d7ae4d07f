package io.tcpclose.export.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The page without data. It asks {@code api/report}, beside its own address, again and again, with the password by which it was
 * opened, if one was asked for.
 */
public final class LivePage {

    private LivePage() {}

    /**
     * The page in UTF-8; the caller's own copy.
     *
     * @throws IOException if the agent's jar cannot be read any more
     */
    public static byte[] bytes() throws IOException {
        Page page = Page.load();
        ByteArrayOutputStream out = new ByteArrayOutputStream(page.head().length + page.tail().length);
        out.write(page.head());
        out.write(page.tail());
        return out.toByteArray();
    }

    /**
     * The value of the header that both pages are served with. Beyond what the page says itself it forbids frames.
     *
     * @throws IOException if the agent's jar cannot be read any more
     */
    public static String contentSecurityPolicy() throws IOException {
        return Page.load().policy() + "; frame-ancestors 'none'";
    }
}
