package io.tcpclose.core.filter;

import java.util.List;

/**
 * What could be made of a text: the value holds everything that was right, so it can be used in any case.
 *
 * @param errors one sentence for each thing that was not right, naming the text and what is allowed
 */
public record Parsed<T>(T value, List<String> errors) {}
