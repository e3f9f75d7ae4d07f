package io.tcpclose.bootstrap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A test with one connection of a client, real on both ends, and an ear for what is told of it from then on. */
abstract class WithConnection {
    @RegisterExtension
    final Hearing heard = new Hearing();

    Loopback pair;
    Connection c;

    @BeforeEach
    void connect() {
        pair = Loopback.client();
        c = pair.connection();
        heard.forget();
    }

    @AfterEach
    void disconnect() {
        pair.close();
    }
}
