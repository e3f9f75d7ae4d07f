package io.tcpclose.agent.options;

/**
 * What somebody wrote, not yet read.
 *
 * @param name the key, known or not
 * @param origin where it is written, printable, for a person who is to correct it
 */
record RawSetting(String name, String text, Source source, String origin) {}
