package io.tcpclose.it.trace;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A service that works off requests inside their traces, with {@code otel}, {@code mdc} or {@code none}. Ends with a line on its standard
 * input.
 */
public final class TracedMain {
    private TracedMain() {}

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[1]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        // What the agent waits for: that the application has used the library.
        Context.enter(args[0]).close();
        System.out.println("HOLD");
        while (!in.ready()) {
            Requests.inside(args[0], port);
            Requests.leak(args[0], port);
            Thread.sleep(100);
        }
        System.exit(0);
    }
}
