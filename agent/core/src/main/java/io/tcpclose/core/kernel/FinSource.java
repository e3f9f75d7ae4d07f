package io.tcpclose.core.kernel;

import io.tcpclose.bootstrap.Connection;
import org.jspecify.annotations.Nullable;

/** Who tells when a FIN or RST arrives that nobody reads. {@link #watch} and {@link #release} are for the agent's thread. */
public interface FinSource {
    /** Tells nothing: the prober polls idle connections itself. */
    FinSource NONE = new FinSource() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public boolean watch(Connection connection) {
            return false;
        }

        @Override
        public void release(Connection connection) {
            // nobody watches
        }

        @Override
        public void closed(Connection connection) {
            // nobody watches
        }

        @Override
        public @Nullable FinHint drain() {
            return null;
        }

        @Override
        public int hints() {
            return 0;
        }
    };

    boolean isOn();

    /** @return whether it is watched now */
    boolean watch(Connection connection);

    /** It moves again, and will notice by itself. */
    void release(Connection connection);

    /** Its descriptor is gone, and the kernel has let it go with it. */
    void closed(Connection connection);

    /** As many of those watched are gone, without anybody knowing which. */
    default void closedUnseen(int watched) {}

    /** What has been told since the last call, linked; null when nothing has. */
    @Nullable
    FinHint drain();

    /** Told since the start. */
    int hints();
}
