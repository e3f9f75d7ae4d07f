package io.tcpclose.bootstrap;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** As much of core's states as the hooks need to be asked about: one digit for the inbound half, one for the outbound half. */
final class Halves implements ConnectionListener {
    private static final List<String> NAMES = List.of("new", "open", "eof", "reset", "shut");

    @Override
    public void onEvent(Connection connection, SocketEvent event, @Nullable Step step) {
        int before = connection.state();
        int in = before % 10;
        int out = before / 10;
        switch (event) {
            case CONNECTED -> in = out = 1;
            case EOF -> in = 2;
            case RESET -> in = out = 3;
            case SHUTDOWN_INPUT -> in = 4;
            case SHUTDOWN_OUTPUT -> out = 4;
            default -> {}
        }
        if (!connection.casState(before, out * 10 + in)) throw new AssertionError("two threads in a test of one");
    }

    @Override
    public String inbound(int state) {
        return NAMES.get(state % 10);
    }

    @Override
    public String outbound(int state) {
        return NAMES.get(state / 10);
    }
}
