package io.tcpclose.export.meters;

import io.micrometer.common.util.internal.logging.InternalLogger;
import io.micrometer.common.util.internal.logging.InternalLoggerFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What our own Micrometer has to say goes where the agent's lines go, each message once. Its default would bring up
 * java.util.logging with the agent as its first user, and so the wrong LogManager for the application.
 */
final class MicrometerLog extends InternalLoggerFactory {
    private static final int MAX_LINES = 20;

    private final Consumer<String> say;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    private MicrometerLog(Consumer<String> say) {
        this.say = say;
    }

    /** Before any other class of Micrometer is initialised. */
    static void to(Consumer<String> say) {
        InternalLoggerFactory.setDefaultFactory(new MicrometerLog(say));
    }

    @Override
    protected InternalLogger newInstance(String name) {
        return (InternalLogger) Proxy.newProxyInstance(
                MicrometerLog.class.getClassLoader(),
                new Class<?>[] {InternalLogger.class},
                (proxy, method, arguments) -> {
                    boolean isBad =
                            method.getName().equals("warn") || method.getName().equals("error");
                    if (isBad && arguments != null) once(text(arguments));
                    return answer(method, name);
                });
    }

    /** Nothing below a warning is enabled. */
    private static @Nullable Object answer(Method method, String name) {
        if (method.getReturnType() == boolean.class)
            return method.getName().equals("isWarnEnabled") || method.getName().equals("isErrorEnabled");
        return method.getReturnType() == String.class ? name : null;
    }

    /** The format, its arguments in their places, and the class of what was thrown. */
    private static String text(Object[] arguments) {
        String text = String.valueOf(arguments[0]);
        for (int i = 1; i < arguments.length; i++) {
            Object argument = arguments[i];
            Object[] many = argument instanceof Object[] array ? array : new Object[] {argument};
            for (Object one : many) text = filled(text, one);
        }
        return text;
    }

    private static String filled(String text, @Nullable Object argument) {
        int gap = text.indexOf("{}");
        if (gap >= 0) return text.substring(0, gap) + argument + text.substring(gap + 2);
        return argument instanceof Throwable thrown ? text + ": " + thrown : text;
    }

    private void once(String text) {
        if (said.size() < MAX_LINES && said.add(text)) say.accept("metrics: " + text);
    }
}
