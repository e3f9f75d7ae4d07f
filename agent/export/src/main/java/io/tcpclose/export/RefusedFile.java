package io.tcpclose.export;

import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;

/** A file that is there and is not touched. */
final class RefusedFile extends FileSystemException {
    private static final long serialVersionUID = 1;

    /** @param why as the end of a sentence that begins with the file */
    RefusedFile(Path file, String why) {
        super(file.toString(), null, why);
    }

    /** Why {@code target} was not written, for a person. */
    String reason(String target) {
        String why = Objects.requireNonNull(getReason(), "given");
        return Objects.equals(getFile(), target) ? why : getFile() + " " + why;
    }
}
