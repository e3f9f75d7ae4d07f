package io.tcpclose.export.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Measure;
import io.tcpclose.bootstrap.MeterBoard;
import io.tcpclose.micrometer.MeterSet;
import io.tcpclose.micrometer.TcpCloseMeters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Writes docs/meters.md with {@code -Dtcpclose.docs.update=true}; else compares it. Linux: what is there is read from /proc. */
@EnabledOnOs(OS.LINUX)
class MetersPageTest {
    private static final Path PAGE = Path.of(System.getProperty("basedir", "."))
            .resolve("../../docs/meters.md")
            .normalize();

    /** Of own listeners: there is none yet. */
    private static final Set<TcpCloseMeters> NOT_AT_START =
            Set.of(TcpCloseMeters.ACCEPT_QUEUE, TcpCloseMeters.BACKLOG_CLOSE_WAIT);

    private List<String> series = List.of();
    private MetersPage page = new MetersPage(series);

    @BeforeEach
    void begin() throws IOException {
        series = FirstBoard.series();
        page = new MetersPage(series);
    }

    @Test
    void page_committed_isWhatTheMetersSay() throws IOException {
        if (Boolean.getBoolean("tcpclose.docs.update")) Files.writeString(PAGE, page.text());
        assertThat(PAGE)
                .as("run this test with -Dtcpclose.docs.update=true and commit the page")
                .hasContent(page.text());
    }

    @Test
    void series_ofTheFirstPage_areAllOfMetersOnThePage() {
        int named = 0;
        for (TcpCloseMeters meter : TcpCloseMeters.values()) {
            assertThat(page.atStart(meter) == 0).as(meter.getName()).isEqualTo(NOT_AT_START.contains(meter));
            named += page.atStart(meter);
        }
        assertThat(series).hasSize(named);
    }

    @Test
    void tags_ofEachRow_areAsManyAsItsMeterHas() {
        for (TcpCloseMeters meter : TcpCloseMeters.values())
            for (List<String> row :
                    MeterBoard.rows(Measure.valueOf(meter.name())).keySet())
                assertThat(row).as(meter.getName()).hasSize(meter.getKeyNames().length);
    }

    @Test
    void series_atStart_leaveRoomUnderTheCaps() {
        assertThat(MetersPage.inApplication(TcpCloseMeters::isBasic)).isLessThan(MeterSet.BASIC.maxSeries());
        assertThat(MetersPage.inApplication(meter -> !meter.isOwnOnly())).isLessThan(MeterSet.ALL.maxSeries());
        assertThat(series).hasSizeLessThan(MeterSet.OWN.maxSeries());
    }

    @Test
    void series_atMost_areNoFewerThanAtTheStart() {
        for (TcpCloseMeters meter : TcpCloseMeters.values())
            assertThat(page.atMost(meter)).as(meter.getName()).isGreaterThanOrEqualTo(page.atStart(meter));
    }
}
