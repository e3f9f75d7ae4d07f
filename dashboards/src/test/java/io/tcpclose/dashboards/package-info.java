/** What the dashboards and rules promise, held against the meters, against promtool and against a real Prometheus. */
@NullMarked
package io.tcpclose.dashboards;

import org.jspecify.annotations.NullMarked;
