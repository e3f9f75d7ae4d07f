package io.tcpclose.it.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** One request at a Unix-domain socket. */
public final class Ask {
    private Ask() {}

    /** By another user: prints the answer, {@code nothing} where there was none, or why it could not ask. */
    public static void main(String[] args) {
        try {
            String answer = at(Path.of(args[0]), "GET /healthz");
            System.out.println(answer.isEmpty() ? "nothing" : answer);
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }

    /** @return what came, with its head */
    public static String at(Path socket, String methodAndTarget) throws IOException {
        String request = methodAndTarget + " HTTP/1.0\r\n\r\n";
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(8_192);
            while (channel.read(buffer) >= 0) {
                answer.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }
}
