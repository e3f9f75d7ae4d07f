package io.tcpclose.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.core.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A report that breaks the writers is lost when it is needed most: every value is left out once. */
class OddReportsTest {

    @Test
    void everyNull_isWrittenByEveryWriter() {
        List<Report> odd = new ArrayList<>();
        variants(Samples.full(), variant -> odd.add((Report) variant));

        assertThat(odd).hasSizeGreaterThan(80).allSatisfy(OddReportsTest::write);
    }

    @Test
    void findingWithoutAnything_isLogged() {
        List<Report.Finding> odd = new ArrayList<>();
        variants(Samples.full().findings().get(0), variant -> odd.add((Report.Finding) variant));

        assertThat(odd).allSatisfy(finding -> {
            assertThat(FindingLogLine.text(FindingLogEntry.found(finding, Samples.TAKEN), ZoneOffset.UTC))
                    .contains(" tcpclose ");
            assertThat(FindingLogLine.json(FindingLogEntry.found(finding, Samples.TAKEN)))
                    .doesNotContain("null");
        });
    }

    private static void write(Report report) throws IOException {
        for (Report each : List.of(report, new AddressRedactor().redact(report))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new JsonReportWriter().write(each, out);
            TextReportWriter.forFile(ZoneOffset.UTC).write(each, out);
            TextReportWriter.forConsole(ZoneOffset.UTC).write(each, out);
            assertThat(out.size()).isPositive();
            assertThat(new FileName("%p%h%t", ZoneOffset.UTC).of(each)).isNotEmpty();
        }
    }

    /** The value with one thing in it, at any depth, replaced by null. */
    private static void variants(Object value, Consumer<Object> to) {
        if (value instanceof Record whole) {
            variantsOf(whole, to);
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                int at = i;
                withNull(list.get(i), odd -> to.accept(replaced(list, at, odd)));
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> withNull(entry, odd -> to.accept(replaced(map, key, odd))));
        }
    }

    private static void variantsOf(Record whole, Consumer<Object> to) {
        RecordComponent[] components = whole.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            int at = i;
            if (!components[i].getType().isPrimitive()) {
                withNull(values(whole)[i], odd -> to.accept(copy(whole, at, odd)));
            }
        }
    }

    private static void withNull(Object value, Consumer<Object> to) {
        to.accept(null);
        variants(value, to);
    }

    private static List<?> replaced(List<?> list, int at, Object value) {
        List<Object> copy = new ArrayList<>(list);
        copy.set(at, value);
        return copy;
    }

    private static Map<?, ?> replaced(Map<?, ?> map, Object key, Object value) {
        Map<Object, Object> copy = new LinkedHashMap<>(map);
        copy.put(key, value);
        return copy;
    }

    private static Object[] values(Record whole) {
        return Arrays.stream(whole.getClass().getRecordComponents())
                .map(component -> {
                    try {
                        return component.getAccessor().invoke(whole);
                    } catch (ReflectiveOperationException e) {
                        throw new LinkageError(e.getMessage(), e);
                    }
                })
                .toArray();
    }

    private static Object copy(Record whole, int at, Object value) {
        Object[] values = values(whole);
        values[at] = value;
        try {
            for (Constructor<?> each : whole.getClass().getDeclaredConstructors())
                if (each.getParameterCount() == values.length) return each.newInstance(values);
            throw new LinkageError("no canonical constructor: " + whole.getClass());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
