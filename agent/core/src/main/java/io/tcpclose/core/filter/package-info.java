/**
 * Which connections a user means: selectors, and the findings that a user has chosen not to hear of. Read while the
 * application starts, so nothing here touches {@code java.nio.file}, {@code java.util.regex}, a formatter or
 * a resolver, and strings are joined by + only in messages: the first + of a JVM starts its invokedynamic machinery.
 */
@NullMarked
package io.tcpclose.core.filter;

import org.jspecify.annotations.NullMarked;
