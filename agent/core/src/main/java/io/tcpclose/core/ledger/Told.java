package io.tcpclose.core.ledger;

/** What a connection has had a part in, and as what: it has one part in a finding of a rule, which may become worse. */
public record Told(Finding finding, Occurrence occurrence) {}
