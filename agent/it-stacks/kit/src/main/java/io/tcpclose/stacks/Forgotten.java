package io.tcpclose.stacks;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a program keeps for as long as it runs, for it has forgotten to let go of it. */
public final class Forgotten {
    private static final List<Object> KEPT = new ArrayList<>();

    private Forgotten() {}

    public static void keep(Object thing) {
        KEPT.add(thing);
    }

    /** Reads the beginning of an answer in more than one probe's time, and does nothing about the rest. */
    public static void plantedBodyThatIsNotClosed(InputStream body) throws IOException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            body.readNBytes(20_000);
            TimeUnit.MILLISECONDS.sleep(700);
        }
        keep(body);
    }
}
