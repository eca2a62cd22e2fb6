/**
 * Spans of a request, its plan and its calls of zones, through the API of OpenTelemetry. Without an endpoint to export them
 * to there is no Tracing, a request has no trace, and `request.trace?.span(…)` costs a comparison.
 */
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  isSpanContextValid,
  trace,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { parseTraceparent } from '../../infra/runtime/trace.ts';

/** Where the next trace gets its id from, so that the exported trace is the one named in logs, headers and errors. */
export interface TraceIds {
  next: string | undefined;
}

export class Tracing {
  readonly #tracer: Tracer;
  readonly #ids: TraceIds;

  constructor(tracer: Tracer, ids: TraceIds) {
    this.#tracer = tracer;
    this.#ids = ids;
  }

  /** Begins the trace of a client's request, or goes on with the one that its traceparent names. */
  request(traceId: string, traceparent: string | undefined): RequestTrace {
    const caller = parseTraceparent(traceparent);
    const parent = caller ? trace.setSpanContext(ROOT_CONTEXT, { ...caller, isRemote: true }) : ROOT_CONTEXT;
    this.#ids.next = traceId;
    const span = this.#tracer.startSpan('request', { kind: SpanKind.SERVER }, parent);
    this.#ids.next = undefined;
    return new RequestTrace(this.#tracer, span);
  }
}

export class RequestTrace {
  readonly #tracer: Tracer;
  readonly #span: Span;
  readonly #context: Context;

  constructor(tracer: Tracer, span: Span) {
    this.#tracer = tracer;
    this.#span = span;
    this.#context = trace.setSpan(ROOT_CONTEXT, span);
  }

  /** Begins a step of the request; whoever begins it ends it. */
  span(name: string, attributes: Attributes = {}, kind: SpanKind = SpanKind.INTERNAL): Span {
    return this.#tracer.startSpan(name, { kind, attributes }, this.#context);
  }

  /** A call of a zone, to be passed on in its traceparent. */
  call(zone: string): Span {
    return this.span(`zone ${zone}`, { 'yihe.zone': zone }, SpanKind.CLIENT);
  }

  /** What the client asks, once that is known. */
  operation(kind: string, name: string | undefined): void {
    this.#span.updateName(name === undefined ? kind : `${kind} ${name}`);
    this.#span.setAttribute('graphql.operation.type', kind);
    if (name !== undefined) this.#span.setAttribute('graphql.operation.name', name);
  }

  end(outcome: string, failed: boolean): void {
    endSpan(this.#span, outcome, failed);
  }
}

export function endSpan(span: Span, outcome: string, failed: boolean): void {
  span.setAttribute('yihe.outcome', outcome);
  if (failed) span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
  span.end();
}

/** The header that makes `span` the parent of what the receiver does. */
export function traceparentOf(span: Span): string | undefined {
  const context = span.spanContext();
  if (!isSpanContextValid(context)) return undefined;
  return `00-${context.traceId}-${context.spanId}-${context.traceFlags.toString(16).padStart(2, '0')}`;
}
