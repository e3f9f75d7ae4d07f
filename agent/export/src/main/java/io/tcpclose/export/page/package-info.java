/**
 * The report as a page: one file that loads nothing from elsewhere. Its sources are in {@code src/main/page}, put together
 * with the libraries when the agent is built.
 */
@NullMarked
package io.tcpclose.export.page;

import org.jspecify.annotations.NullMarked;
