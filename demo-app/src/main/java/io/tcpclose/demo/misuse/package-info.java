/** One class per misuse, so that the frames in a report name the scenario. Each opens its connection itself. */
@NullMarked
package io.tcpclose.demo.misuse;

import org.jspecify.annotations.NullMarked;
