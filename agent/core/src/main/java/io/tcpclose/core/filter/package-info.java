/**
 * Which connections a user means: selectors, and the findings that a user has chosen not to hear of. Read while the
 * application starts, so nothing here touches {@code java.nio.file}, {@code java.util.regex}, a formatter or a resolver.
 */
@NullMarked
package io.tcpclose.core.filter;

import org.jspecify.annotations.NullMarked;
