package io.tcpclose.bootstrap;

/**
 * What is measured, each with the tags of its rows in order. Names, types and units are the meters' affair
 * (TcpCloseMeters of the module micrometer), how a number comes about is core's.
 */
public enum Measure {
    /** state, role */
    CONNECTIONS,
    /** role, kind */
    OPENED,
    /** role, how */
    CLOSED,
    /** role, first */
    FIRST_CLOSER,
    /** side, eof */
    HALF_CLOSED,
    /** role; durations */
    LIFETIME,
    /** reason */
    CONNECTS_FAILED,
    /** side, verdict; durations */
    HALF_CLOSE_DURATION,
    /** role; durations */
    FIN_TO_CLOSE,
    /** role; durations */
    IDLE_BEFORE_FIN,
    /** role; milliseconds */
    CLOSE_WAIT_AGE_MAX,
    /** direction */
    SHUTDOWNS,
    /** outcome */
    WRITES_AFTER_FIN,
    /** no tag */
    WRITES_AFTER_FIN_PENDING,
    /** rule, severity */
    FINDINGS,
    /** rule */
    FINDINGS_ACTIVE,
    /** rule */
    FINDINGS_RETRACTED,
    /** rule */
    FINDINGS_SUPPRESSED,
    /** site */
    SITE_OPEN,
    /** site */
    SITE_CLOSE_WAIT,
    /** endpoint */
    ENDPOINT_CLOSE_WAIT,
    /** with */
    SHARED,
    /** port */
    ACCEPT_QUEUE,
    /** port */
    BACKLOG_CLOSE_WAIT,
    /** state */
    ORPHANS,
    /** no tag */
    UNTRACKED,
    /** no tag */
    FDS_OPEN,
    /** no tag */
    FDS_LIMIT,
    /** event, scope */
    KERNEL_EVENTS,
    /** version */
    BUILD,
    /** where */
    HOOK_ERRORS,
    /** where */
    DROPPED,
    /** no tag; milliseconds */
    PASS_AGE,
    /** source; durations */
    PROBE,
    /** name */
    CAPABILITY
}
