package io.tcpclose.export.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One per connection of which one direction had ended before the other, when it has been closed. */
@Name("io.tcpclose.HalfClose")
@Label("TCP Half-Close")
@Category("tcpclose")
@Description(
        "From the first FIN of a connection to its close, where the other direction was used or left open in between")
@StackTrace(false)
final class HalfCloseEvent extends Event {
    @Label("Connection Id")
    long id;

    @Label("Side")
    @Description("Whose FIN came first: local or peer")
    @Nullable
    String side;

    @Label("Verdict")
    @Description("legal or misuse")
    @Nullable
    String verdict;

    @Label("Endpoint")
    @Nullable
    String endpoint;

    @Label("Local Address")
    @Nullable
    String local;

    @Label("Remote Address")
    @Nullable
    String remote;

    @Label("Opening Site")
    @Nullable
    String openedSite;
}
