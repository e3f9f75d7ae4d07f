package io.tcpclose.instrument;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/**
 * Reads advice from class files. Never through reflection: annotations would come as generated proxies and reflective calls as
 * generated accessors, a third of the start-up.
 */
final class AdviceTypes {
    static final String PACKAGE = "io.tcpclose.instrument.advice.";

    private final ClassFileLocator bytes = ClassFileLocator.ForClassLoader.of(AdviceTypes.class.getClassLoader());
    private final TypePool pool = new TypePool.Default.WithLazyResolution(
            TypePool.CacheProvider.Simple.withObjectType(), bytes, TypePool.Default.ReaderMode.FAST, new Names());

    /** @param name of a class in {@link #PACKAGE} */
    Advice advice(String name) {
        return Advice.to(pool.describe(PACKAGE + name).resolve(), bytes);
    }

    /** What is neither advice nor one of its annotations is a name and nothing more. */
    private static final class Names extends TypePool.AbstractBase {
        Names() {
            super(TypePool.CacheProvider.NoOp.INSTANCE);
        }

        @Override
        protected Resolution doDescribe(String name) {
            boolean read = name.startsWith(PACKAGE) || name.startsWith("net.bytebuddy.asm.Advice$");
            return read
                    ? new Resolution.Illegal(name)
                    : new Resolution.Simple(
                            new TypeDescription.Latent(name, java.lang.reflect.Modifier.PUBLIC, WovenType.OBJECT));
        }
    }
}
