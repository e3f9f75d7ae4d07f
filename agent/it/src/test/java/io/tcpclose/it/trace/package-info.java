/** Applications that say which trace they are in; run with each library, and with none. */
package io.tcpclose.it.trace;
