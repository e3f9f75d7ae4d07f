package io.tcpclose.agent;

import io.tcpclose.agent.options.Options;
import io.tcpclose.export.LogFile;
import java.util.concurrent.TimeUnit;

/**
 * Where the lines of the log go. No method waits for an output, so that findings may be told under the engine's lock.
 */
interface LogOutput {
    LogOutput NONE = line -> {};

    void line(String line);

    /** Once the application runs. */
    default void open() {}

    default void close() {}

    /** Lines that found no room, since the start. */
    default long leftOut() {
        return 0;
    }

    /** Waits until all is written, but not long. */
    default void flush(long millis) {}

    /** Asks the file system whether it can be: not under the engine's lock. */
    static LogOutput of(Options options) {
        String log = options.log();
        if (log.equals("none")) return NONE;
        if (log.equals("stderr")) return Say::raw;
        LogFile file = LogFile.at(log, Say::raw);
        String reason = file.whyNot();
        if (reason == null) return new Queued(log, file);
        Say.line("log=" + log + " cannot be written, logging to stderr: " + reason);
        return Say::raw;
    }

    /** A file, by a thread of its own. */
    final class Queued implements LogOutput {
        /** Characters that wait: some thousands of lines. */
        private static final int ROOM = 1 << 20;

        private final LogFile file;
        private final Errands errands;

        Queued(String name, LogFile file) {
            this.file = file;
            this.errands = new Errands(
                    "tcpclose-log",
                    ROOM,
                    lines -> Say.line(
                            lines + " lines of the log were left out: " + name + " did not take them in time"));
        }

        @Override
        public void line(String line) {
            boolean unused = errands.add(() -> file.line(line), line.length());
        }

        @Override
        public void open() {
            boolean unused = errands.add(file::open, 0);
        }

        @Override
        public void close() {
            boolean unused = errands.add(file::close, 0);
        }

        @Override
        public long leftOut() {
            return errands.leftOut();
        }

        @Override
        public void flush(long millis) {
            boolean unused = errands.await(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }
}
