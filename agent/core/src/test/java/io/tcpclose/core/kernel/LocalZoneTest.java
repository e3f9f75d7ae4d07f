package io.tcpclose.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalZoneTest {
    private static final int HOUR = 3_600_000;

    private final TimeZone before = TimeZone.getDefault();

    @AfterEach
    void restore() {
        TimeZone.setDefault(before);
    }

    @Test
    void zone_thatJavaTimeKnows_isItself() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        assertThat(LocalZone.get()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }

    @Test
    void zone_thatJavaTimeDoesNotKnow_isItsOffset() {
        TimeZone.setDefault(new SimpleTimeZone(2 * HOUR, "Acme/Local"));
        assertThat(LocalZone.get()).isEqualTo(ZoneOffset.ofHours(2));
    }

    @Test
    void zone_ofAnImpossibleOffset_isUtc() {
        TimeZone.setDefault(new SimpleTimeZone(40 * HOUR, "Acme/Far"));
        assertThat(LocalZone.get()).isEqualTo(ZoneOffset.UTC);
    }

    @Test
    void descriptors_areThere() {
        assertThat(FreeDescriptors.areThere()).isTrue();
    }
}
