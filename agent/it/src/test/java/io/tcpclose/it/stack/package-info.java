/** Real stacks under load: the processes around the JVM under test, and what they and the kernel count. */
@NullMarked
package io.tcpclose.it.stack;

import org.jspecify.annotations.NullMarked;
