package io.tcpclose.it.bug;

import java.io.IOException;
import org.apache.commons.net.ftp.FTPClient;

/** Apache Commons Net: connect() throws when the server refuses, and leaves the connection to a disconnect() that is forgotten. */
final class FtpClient {
    private FtpClient() {}

    static void connect(boolean fixed) throws Exception {
        int port = BugMain.peer("say:421 Too many users.\r\n", "sleep:100", "close");
        FTPClient client = new FTPClient();
        BugMain.KEPT.add(client);
        try {
            client.connect("127.0.0.1", port);
            throw new IllegalStateException("connected");
        } catch (IOException refusal) {
            if (fixed) {
                client.disconnect();
            }
        }
    }
}
