package io.tcpclose.export.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One per occurrence of a finding, and one when an active finding becomes worse. */
@Name("io.tcpclose.Finding")
@Label("TCP Finding")
@Category("tcpclose")
@Description("A rule of tcpclose has fired")
@StackTrace(false)
final class FindingEvent extends Event {
    @Label("Rule")
    @Nullable
    String rule;

    @Label("Severity")
    @Nullable
    String severity;

    @Label("Fingerprint")
    @Description("The same in the next release of the application")
    @Nullable
    String fingerprint;

    @Label("Count")
    @Description("Occurrences of this finding so far, this one included")
    long count;

    @Label("Active")
    @Description("Connections it holds for now")
    long active;

    @Label("Endpoint")
    @Nullable
    String endpoint;

    @Label("Message")
    @Nullable
    String message;

    @Label("Advice")
    @Nullable
    String advice;

    @Label("Opening Site")
    @Nullable
    String openedSite;

    @Label("Opening Stack")
    @Nullable
    String openedStack;

    @Label("Offending Site")
    @Nullable
    String offendingSite;

    @Label("Offending Stack")
    @Nullable
    String offendingStack;

    @Label("Offending Thread")
    @Nullable
    String offendingThread;

    @Label("Connection Id")
    @Description("Of the connection that it was seen on")
    long id = ConnectionEvent.UNKNOWN;

    @Label("Local Address")
    @Nullable
    String local;

    @Label("Remote Address")
    @Nullable
    String remote;

    @Label("Trace Id")
    @Nullable
    String traceId;

    @Label("Span Id")
    @Nullable
    String spanId;
}
