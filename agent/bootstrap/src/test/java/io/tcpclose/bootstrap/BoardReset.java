package io.tcpclose.bootstrap;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An empty board without readers, which only a new JVM has in production. */
public final class BoardReset implements BeforeEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) throws ReflectiveOperationException {
        MeterBoard.publish(Map.of());
        ((List<?>) field("READERS").get(null)).clear();
        field("turn").setLong(null, 0);
        field("wanted").setBoolean(null, false);
        field("everything").setBoolean(null, false);
        field("publisher").set(null, null);
    }

    private static Field field(String name) throws NoSuchFieldException {
        Field field = MeterBoard.class.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
