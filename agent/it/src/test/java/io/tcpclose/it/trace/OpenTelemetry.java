package io.tcpclose.it.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;

/** As a span of an SDK would be. */
final class OpenTelemetry {
    private OpenTelemetry() {}

    @SuppressWarnings("MustBeClosedChecker") // closed with the context
    static Context enter() {
        SpanContext context =
                SpanContext.create(Context.TRACE, Context.SPAN, TraceFlags.getSampled(), TraceState.getDefault());
        Scope scope = Span.wrap(context).makeCurrent();
        return scope::close;
    }
}
