package io.tcpclose.core.connection;

/**
 * Three enums in the one int that {@code Connection.state} is, so that a transition is one compare-and-set. Zero is
 * new, new, open.
 */
public final class States {
    /** What a record starts with. */
    public static final int START = 0;

    private static final Inbound[] INBOUND = Inbound.values();
    private static final Outbound[] OUTBOUND = Outbound.values();
    private static final Descriptor[] DESCRIPTOR = Descriptor.values();

    private States() {}

    public static int pack(Inbound inbound, Outbound outbound, Descriptor descriptor) {
        return inbound.ordinal() | outbound.ordinal() << 4 | descriptor.ordinal() << 8;
    }

    public static Inbound inbound(int state) {
        return INBOUND[state & 15];
    }

    public static Outbound outbound(int state) {
        return OUTBOUND[state >> 4 & 15];
    }

    public static Descriptor descriptor(int state) {
        return DESCRIPTOR[state >> 8 & 15];
    }
}
