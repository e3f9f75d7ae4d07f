package io.tcpclose.core.kernel;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;

/** Files of /proc. What is no regular file is not opened: a pipe would block there, a device has no end. */
final class RegularFile {
    private RegularFile() {}

    static InputStream open(File file) throws IOException {
        try {
            if (!file.isFile()) {
                throw new FileNotFoundException(file.getPath());
            }
            return new FileInputStream(file);
        } catch (SecurityException e) {
            throw new IOException(e);
        }
    }

    /** The first bytes of the file as text; empty when it cannot be read to there. */
    static String text(File file, int maxBytes, Charset charset) {
        try (InputStream in = open(file)) {
            return new String(in.readNBytes(maxBytes), charset);
        } catch (IOException e) {
            return "";
        }
    }
}
