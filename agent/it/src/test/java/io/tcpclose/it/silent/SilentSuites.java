package io.tcpclose.it.silent;

import java.util.List;

/** Sound code: whatever the agent says about it is wrong. */
public final class SilentSuites {
    public static final List<Class<?>> SOUND = List.of(HalfCloses.class, Idioms.class, OwnDoings.class);
    public static final List<Class<?>> RACES = List.of(CloseRaces.class);
    public static final List<Class<?>> HOOK = List.of(HookCloses.class);

    private SilentSuites() {}
}
