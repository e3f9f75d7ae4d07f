package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.core.kernel.EphemeralPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolesTest {
    @RegisterExtension
    final Books books = new Books();

    private final Roles roles = new Roles();

    /** Listeners on 8080 and, seen by a hook, 40,000; two connections from 50,000. */
    private void look() {
        Scripted.listener(Books.START, 40_000);
        roles.begin(EphemeralPorts.DEFAULT);
        roles.listens(8_080);
        roles.connected(50_000);
        roles.connected(50_000);
        roles.connected(50_001);
        roles.known();
    }

    @ParameterizedTest
    @CsvSource({
        "8080, 41000, SERVER",
        "8080, 80, SERVER",
        "40000, 41000, SERVER",
        "50001, 8080, CLIENT",
        "50001, 45000, CLIENT",
        "9090, 41000, SERVER",
        "9090, 80, CLIENT",
        "50000, 41000, SERVER",
        "50000, 443, CLIENT"
    })
    void role_isOfTheSideThatListens(int local, int remote, Role role) {
        look();
        assertThat(roles.of(local, remote)).isEqualTo(role);
    }

    @Test
    void beforeTheFirstLook_nothingIsSettled() {
        Connection c = Scripted.adopted(Books.START, 5432).connection();
        roles.settle(c);
        assertThat(Roles.isOpen(c)).isTrue();
        look();
        roles.settle(c);
        assertThat(Roles.isOpen(c)).isFalse();
        assertThat(c.role).isEqualTo(Role.CLIENT);
    }

    @Test
    void roleThatAHookHasSeen_stays() {
        look();
        Connection c = Scripted.client(Books.START, "db", 5432).connection();
        roles.settle(c);
        assertThat(c.role).isEqualTo(Role.CLIENT);
        assertThat(Roles.isOpen(Scripted.opened(Books.START).connection())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'1024\t2000\n', 1024, 2000", "'', 32768, 60999", "'a b', 32768, 60999", "7, 32768, 60999"})
    void ephemeralPorts_areTheMachines(String text, int first, int last, @TempDir Path proc) throws IOException {
        Path folder = Files.createDirectories(proc.resolve("sys/net/ipv4"));
        Files.writeString(folder.resolve("ip_local_port_range"), text);
        assertThat(EphemeralPorts.read(proc)).isEqualTo(new EphemeralPorts(first, last));
    }
}
