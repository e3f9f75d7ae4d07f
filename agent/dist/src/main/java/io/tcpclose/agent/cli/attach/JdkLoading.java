package io.tcpclose.agent.cli.attach;

import io.tcpclose.agent.cli.process.JvmProcess;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * By {@code com.sun.tools.attach} of the module jdk.attach. It is in the application loader, which is no parent of the loader
 * of this class: reached by reflection.
 */
final class JdkLoading implements Loading {
    private static final String TYPE = "com.sun.tools.attach.VirtualMachine";

    private final Class<?> type;

    private JdkLoading(Class<?> type) {
        this.type = type;
    }

    /** Null where the run-time image has no such module. */
    static @Nullable JdkLoading find() {
        try {
            return new JdkLoading(Class.forName(TYPE, true, ClassLoader.getSystemClassLoader()));
        } catch (ClassNotFoundException | LinkageError absent) {
            return null;
        }
    }

    @Override
    public String load(JvmProcess process, Path jar, String options) throws IOException {
        Object machine = call(null, "attach", Long.toString(process.pid()));
        try {
            call(machine, "loadAgent", jar.toString(), options);
            return "";
        } catch (AgentRefused e) {
            return String.valueOf(e.getMessage());
        } finally {
            call(machine, "detach");
        }
    }

    private Object call(@Nullable Object on, String name, String... arguments) throws IOException {
        Class<?>[] types = new Class<?>[arguments.length];
        java.util.Arrays.fill(types, String.class);
        try {
            return type.getMethod(name, types).invoke(on, (Object[]) arguments);
        } catch (InvocationTargetException e) {
            throw translated(e.getCause() == null ? e : e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IOException("jdk.attach is not as expected: " + e, e);
        }
    }

    private static IOException translated(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        String message = cause.getMessage() == null ? name : cause.getMessage();
        return name.equals("AgentLoadException") || name.equals("AgentInitializationException")
                ? new AgentRefused(message)
                : new IOException(message, cause);
    }

    private static final class AgentRefused extends IOException {
        private static final long serialVersionUID = 1;

        AgentRefused(String message) {
            super(message);
        }
    }
}
