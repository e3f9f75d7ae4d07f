package io.tcpclose.benchmarks.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many descriptors of this process the agent's epoll set holds, as the kernel tells (proc(5), fdinfo). */
public final class Watched {
    /** EPOLLRDHUP | EPOLLET, which no selector and no port of the JDK asks for. */
    private static final long EVENTS = 0x80002000L;

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path INFO = Path.of("/proc/self/fdinfo");

    private Watched() {}

    public static int count() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) if (isEpoll(descriptor)) count += inSet(descriptor.getFileName());
        }
        return count;
    }

    private static boolean isEpoll(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals("anon_inode:[eventpoll]");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /** Lines such as {@code tfd: 7 events: 80002018 data: 7 pos:0 ino:3a sdev:9}. */
    private static int inSet(Path number) throws IOException {
        int count = 0;
        for (String line : Files.readAllLines(INFO.resolve(number))) {
            String[] columns = line.strip().split("\\s+");
            if (columns[0].equals("tfd:") && (Long.parseLong(columns[3], 16) & EVENTS) == EVENTS) count++;
        }
        return count;
    }
}
