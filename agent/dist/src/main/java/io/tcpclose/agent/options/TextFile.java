package io.tcpclose.agent.options;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Files on disk, read without {@code java.nio.file}: touching it in premain would fix the file system provider. */
public final class TextFile {
    /** Larger files are refused. */
    public static final int MAX_BYTES = 1 << 20;

    private TextFile() {}

    /**
     * The content of a regular file as UTF-8. Pipes and devices are refused: reading one could block the start of the
     * application for ever.
     *
     * @throws IOException when it is not a readable regular file or larger than {@link #MAX_BYTES}
     */
    public static String read(String path) throws IOException {
        File file = new File(path);
        if (file.exists() && !file.isFile()) {
            throw new IOException("not a regular file");
        }
        try (InputStream in = new FileInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("larger than 1 MiB");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
