package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Natives;
import io.tcpclose.demo.Stage;

/** Connects past all classes of the JDK, as a native library does. */
public final class UntrackedSockets {
    private UntrackedSockets() {}

    public static void play(Stage stage) throws Exception {
        stage.keepUntilExit(Natives.connect(stage.peer(Behaviour.HOLD)));
        stage.did("socket(2), connect(2)");
    }
}
