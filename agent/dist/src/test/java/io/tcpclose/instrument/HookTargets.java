package io.tcpclose.instrument;

import java.util.List;

/** The classes that the agent weaves, for tests of the finished jar. */
public final class HookTargets {
    private HookTargets() {}

    public static List<String> types() {
        return HookPoints.all().stream()
                .flatMap(point -> point.places().stream())
                .map(HookPoint.Place::type)
                .distinct()
                .toList();
    }

    public static int points() {
        return HookPoints.all().size();
    }
}
