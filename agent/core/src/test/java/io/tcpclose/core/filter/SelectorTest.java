package io.tcpclose.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {

    private static boolean matches(String text, Selectable connection) {
        Parsed<Selectors> parsed = Selectors.parse(text);
        assertThat(parsed.errors()).isEmpty();
        return parsed.value().matches(connection);
    }

    @Test
    void port_ofAClient_isTheRemoteOne() {
        assertThat(matches("port:5432", Connections.client(5432))).isTrue();
        assertThat(matches("port:40000", Connections.client(5432))).isFalse();
    }

    @Test
    void port_ofAServer_isTheListeners() {
        assertThat(matches("port:8080", Connections.server(8080))).isTrue();
        assertThat(matches("port:50000", Connections.server(8080))).isFalse();
    }

    @Test
    void port_whereTheRoleIsUnknown_isEither() {
        Selectable adopted = new Selectable(Selectable.Role.UNKNOWN, 8080, 50_000, null, null, List.of());
        assertThat(matches("port:8080", adopted)).isTrue();
        assertThat(matches("port:50000", adopted)).isTrue();
        assertThat(matches("port:80", adopted)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 203.0.113.9, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "10.1.2.3/32, 10.1.2.4, false",
        "10.1.2.2/31, 10.1.2.3, true",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.32.0.0, false",
        "::1, ::1, true",
        "fe80::/10, febf::1, true",
        "fe80::/10, fec0::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "2001:db8::1/128, 2001:db8::2, false",
        "::ffff:10.1.2.3, 10.1.2.3, true",
        "::ffff:0:0/96, 10.1.2.3, true",
        "::ffff:10.0.0.0/104, 10.200.0.1, true",
        "::ffff:10.0.0.0/104, 11.0.0.1, false",
        "10.1.2.3, ::ffff:10.1.2.3, true",
    })
    void peer_block_containsTheAddressesOfItsPrefix(String block, String address, boolean expected) {
        assertThat(matches("peer:" + block, Connections.to(address))).isEqualTo(expected);
    }

    @Test
    void peer_unknownAddress_neverMatches() {
        assertThat(matches("peer:0.0.0.0/0,peer:::/0", Connections.client(1))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "db*, DB-1.internal, true",
        "DB*, db, true",
        "*.internal, db.INTERNAL, true",
        "*.internal, db.internal.example, false",
        "db?.internal, db1.internal, true",
        "db?.internal, db.internal, false",
        "db, db1, false",
        "*, anything, true",
    })
    void host_glob_matchedInAnyCase(String pattern, String host, boolean expected) {
        assertThat(matches("host:" + pattern, Connections.toHost(host))).isEqualTo(expected);
    }

    @Test
    void host_notPassedByTheApplication_neverMatches() {
        assertThat(matches("host:*", Connections.toHost(null))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme.*, com.acme.Dao, true",
        "com.acme.*, com.acme.store.jdbc.Dao, true",
        "com.acme.*, com.acme.Dao$Row, true",
        "com.acme.*, com.acmex.Dao, false",
        "com.acme.Dao, com.acme.Dao, true",
        "com.acme.Dao, com.acme.Dao$Row$1, true",
        "com.acme.Dao, com.acme.Dao$$Lambda$14/0x00007f1a2c0a1a08, true",
        "com.acme.Dao, com.acme.Dao$$Lambda/0x00007f1a2c0a1a08, true",
        "com.acme.Dao, com.acme.Dao$$SpringCGLIB$$0, true",
        "com.acme.Dao, com.acme.Dao/0x00007f1a2c0a1a08, true",
        "com.acme.Dao, com.acme.Dao2, false",
        "com.acme.Dao, com.acme.dao, false",
        "com.acme.Dao, com.acme.Dao.Row, false",
        "com.acme.Dao, org.com.acme.Dao, false",
        "com.acme.Dao$Row, com.acme.Dao$Row$1, true",
        "com.acme.Dao$Row, com.acme.Dao, false",
        "*.Dao, com.acme.Dao$Row, true",
        "*.Dao, com.acme.DaoImpl, false",
        "com.*.Dao, com.acme.store.Dao$1, true",
    })
    void class_pattern_matchesTheClassAndWhatIsInsideIt(String pattern, String name, boolean expected) {
        assertThat(matches("class:" + pattern, Connections.openedBy("java.net.Socket", name)))
                .isEqualTo(expected);
    }

    @Test
    void class_anyFrame_isEnough() {
        Selectable connection = Connections.openedBy("lib.Pool", "com.acme.Gateway", "com.acme.Main");
        assertThat(matches("class:com.acme.Main", connection)).isTrue();
        assertThat(matches("class:com.acme.Main", Connections.openedBy())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port:",
                "port:0",
                "port:65536",
                "port:-1",
                "port:+1",
                "port:01",
                "port:http",
                "port:1-2",
                "port:9999999999"
            })
    void port_notANumberOfAPort_refusedWithTheRange(String text) {
        assertThat(Selectors.parse(text).errors())
                .containsExactly("'" + text + "': a port is a number from 1 to 65535");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "peer:",
                "peer:localhost",
                "peer:db.internal",
                "peer:10.0.0.0/33",
                "peer:10.0.0.0/",
                "peer:10.0.0.0/-1",
                "peer:10.0.0.0/08",
                "peer:10.0.0.0/8/8",
                "peer:10.0.0/8",
                "peer:::1/129",
                "peer:[::1]",
                "peer:/8"
            })
    void peer_notAnAddress_refusedAndNeverLookedUp(String text) {
        assertThat(Selectors.parse(text).errors())
                .containsExactly("'" + text
                        + "': a peer is an IP address or a block such as 10.0.0.0/8 or fd00::/8; for a name use host:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:", "class:", "host:a b", "class:a#b", "host:a\tb"})
    void pattern_emptyOrWithBlanks_refused(String text) {
        assertThat(Selectors.parse(text).errors()).hasSize(1).first().asString().contains("a pattern is 1 to 256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5432", "db*", "Port:1", "ports:1", ":1", "10.0.0.0/8", "::1", "="})
    void selector_unknownKind_refusedWithTheFourKinds(String text) {
        Parsed<Selectors> parsed = Selectors.parse(text);
        assertThat(parsed.value().isEmpty()).isTrue();
        assertThat(parsed.errors())
                .containsExactly(
                        "'" + text + "': a selector is port:5432, peer:10.0.0.0/8, host:db* or class:com.acme.*");
    }
}
