package io.tcpclose.agent.options;

import java.util.Map;

/**
 * Tags for every meter.
 *
 * @param values by key, in the order in which they were written
 */
record Tags(Map<String, String> values) {

    /** As a user would write them; empty for none. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (Map.Entry<String, String> tag : values.entrySet()) {
            out.append(out.length() == 0 ? "" : ";").append(tag.getKey());
            out.append(':').append(tag.getValue());
        }
        return out.toString();
    }
}
