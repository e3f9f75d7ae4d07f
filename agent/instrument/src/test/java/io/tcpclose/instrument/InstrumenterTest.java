package io.tcpclose.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** With an Instrumentation that retransforms by itself: what is asked of the JVM, and what is told when it does not work. */
class InstrumenterTest {
    private static final String CRC = "java.util.zip.CRC32";
    private static final String TLS = "sun.security.ssl.SSLSocketImpl";

    private final Jvm jvm = new Jvm();

    private static HookPoint point(String name, String type, String method) {
        return new HookPoint(name, List.of(new HookPoint.Place(type, method, "(")), "WaistAdvice$PreClose", "test");
    }

    private Instrumenter install(HookPoint... points) {
        Instrumenter instrumenter = new Instrumenter(jvm.instrumentation(), List.of(points));
        instrumenter.install();
        return instrumenter;
    }

    @Test
    void install_loadedClass_isRetransformedAndMatched() {
        HookPoint.Place place = new HookPoint.Place("java.io.FileCleanable", "register", "(Ljava/io/FileDescriptor;");
        jvm.load("java.io.FileCleanable");
        Instrumenter instrumenter = install(new HookPoint("p", List.of(place), "WaistAdvice$PreClose", "test"));
        assertThat(jvm.retransformed).containsExactly("java.io.FileCleanable");
        assertThat(instrumenter.matched()).isEqualTo(1);
        assertThat(instrumenter.expected()).isEqualTo(1);
        assertThat(instrumenter.missing()).isEmpty();
        instrumenter.uninstall();
        assertThat(jvm.transformers).isEmpty();
        assertThat(jvm.retransformed).as("once more, to be as before").hasSize(2);
    }

    @Test
    void install_methodOrClassThatIsNotThere_isMissingByName() {
        jvm.load(CRC);
        Instrumenter instrumenter =
                install(point("no method", CRC, "lies"), point("no class", "java.util.zip.Lies", "f"));
        assertThat(instrumenter.missing()).containsExactly("no method", "no class");
        assertThat(instrumenter.matched()).isZero();
        assertThat(instrumenter.expected()).isEqualTo(2);
        assertThat(instrumenter.failures()).isEmpty();
    }

    @Test
    void install_adviceThatDoesNotFit_isMissingAndSaidOnce() {
        jvm.load(CRC);
        Instrumenter instrumenter = install(point("does not fit", CRC, "getValue"));
        assertThat(instrumenter.missing()).containsExactly("does not fit");
        assertThat(instrumenter.failures()).hasSize(1).first().asString().startsWith(CRC);
    }

    @Test
    void install_jvmThatRefuses_isMissingByName() {
        jvm.load(CRC);
        jvm.refuses = true;
        assertThat(install(point("refused", CRC, "update")).missing()).containsExactly("refused");
    }

    @Test
    void install_jsseNotLoaded_isNeitherForcedNorMissing() {
        Instrumenter instrumenter = install(point("tls", TLS, "close"));
        assertThat(instrumenter.expected()).isZero();
        assertThat(instrumenter.missing()).isEmpty();
        assertThat(jvm.retransformed).isEmpty();
    }

    /** As far as installing needs it. */
    private static final class Jvm {
        private final List<ClassFileTransformer> transformers = new ArrayList<>();
        private final List<Class<?>> loaded = new ArrayList<>();
        private final List<String> retransformed = new ArrayList<>();
        private boolean refuses;

        Instrumentation instrumentation() {
            return (Instrumentation) Proxy.newProxyInstance(
                    Jvm.class.getClassLoader(), new Class<?>[] {Instrumentation.class}, this::call);
        }

        void load(String type) {
            try {
                loaded.add(Class.forName(type, false, null));
            } catch (ClassNotFoundException e) {
                throw new IllegalArgumentException(e);
            }
        }

        private @Nullable Object call(Object proxy, Method method, Object[] arguments) throws Exception {
            switch (method.getName()) {
                case "addTransformer" -> transformers.add((ClassFileTransformer) arguments[0]);
                case "removeTransformer" -> {
                    return transformers.remove(arguments[0]);
                }
                case "getAllLoadedClasses" -> {
                    return loaded.toArray(new Class<?>[0]);
                }
                case "retransformClasses" -> retransform(Arrays.asList((Class<?>[]) arguments[0]));
                default -> throw new UnsupportedOperationException(method.getName());
            }
            return null;
        }

        private void retransform(List<Class<?>> types) throws Exception {
            if (refuses) throw new VerifyError("no");
            for (Class<?> type : types) {
                retransformed.add(type.getName());
                byte[] bytes = Objects.requireNonNull(JdkImage.running().classFile(type.getName()));
                for (ClassFileTransformer transformer : transformers) {
                    transformer.transform(null, type.getName().replace('.', '/'), type, null, bytes);
                }
            }
        }
    }
}
