package io.tcpclose.export.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

/** One per connection, when it has been closed. The period is that of a hook which lets closes be told before a chunk ends. */
@Name("io.tcpclose.Connection")
@Label("TCP Connection")
@Category("tcpclose")
@Description("A TCP connection from its opening to its close, and how it ended")
@StackTrace(false)
@Period("endChunk")
final class ConnectionEvent extends Event {
    static final long UNKNOWN = Long.MIN_VALUE;

    @Label("Connection Id")
    long id;

    @Label("Kind")
    @Nullable
    String kind;

    @Label("Role")
    @Nullable
    String role;

    @Label("TLS")
    boolean tls;

    @Label("Local Address")
    @Nullable
    String local;

    @Label("Remote Address")
    @Nullable
    String remote;

    @Label("Remote Host")
    @Description("The name that the application passed, never looked up")
    @Nullable
    String remoteHost;

    @Label("Endpoint")
    @Description("host:port of a connect, listener:PORT of an accept")
    @Nullable
    String endpoint;

    @Label("Inbound Half")
    @Nullable
    String inbound;

    @Label("Outbound Half")
    @Nullable
    String outbound;

    @Label("Descriptor")
    @Nullable
    String descriptor;

    @Label("Closed How")
    @Description(
            "reset, timeout, rst_linger, rst_unread, collected, deferred or fin: the first that holds; none where it never was connected")
    @Nullable
    String how;

    @Label("First Closer")
    @Description("Whose FIN or RST came first: local, peer or unknown")
    @Nullable
    String firstCloser;

    @Label("Half-Close Verdict")
    @Description("legal, misuse, or none where both directions ended together")
    @Nullable
    String verdict;

    @Label("Bytes Read")
    @DataAmount
    long bytesRead;

    @Label("Bytes Written")
    @DataAmount
    long bytesWritten;

    @Label("Unread Bytes at Close")
    @DataAmount
    long unreadBytes = UNKNOWN;

    @Label("Opened")
    @Description("Where it was opened before the agent came, when the agent met it first")
    @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
    long openedTime = UNKNOWN;

    @Label("Age at Close")
    @Timespan(Timespan.MILLISECONDS)
    long ageMs;

    @Label("Opened before the Agent")
    boolean adopted;

    @Label("Opening Site")
    @Nullable
    String openedSite;

    @Label("Opening Stack")
    @Nullable
    String openedStack;

    @Label("Opening Thread")
    @Nullable
    String openedThread;

    @Label("Trace Id")
    @Nullable
    String traceId;

    @Label("Span Id")
    @Nullable
    String spanId;
}
