/** What the zones answer within one client request: their failures as typed gaps, their errors at the places they explain. */
import type { GraphQLFormattedError } from 'graphql';
import { problem, type ErrorCode } from '../../../schema/error-codes.ts';
import { CORE } from '../../../schema/zones.ts';
import { GAPS_HEADER, signGaps } from '../../../infra/runtime/gaps-header.ts';
import type { Logger } from '../../../infra/runtime/logger.ts';
import { traceparent } from '../../../infra/runtime/trace.ts';
import type { GatewayContext } from '../../context.ts';
import type { GatewayMetrics } from '../../telemetry/metrics.ts';
import { meansAbsent } from '../../zones/gaps.ts';
import { ZoneFailure, type ZoneClient, type ZoneReply } from '../../zones/zone-client.ts';
import { errorsIn, isCallerFault, passable, zoneError, type ErrorFromZone } from '../../zones/zone-errors.ts';
import { isData, own, put } from '../data.ts';
import { Failure } from '../failure.ts';

/** Makes the failure for a value that does not fit; the detail is for the log. */
export type Refuse = (detail: string) => Failure;

export interface ZoneAnswer {
  /** What the zone said, failures standing where its own errors explain a null. */
  readonly data: unknown;
  readonly refuse: Refuse;
}

export interface Asking {
  readonly zone: string;
  readonly kind: 'query' | 'mutation';
}

export interface ZoneAnswersOptions {
  /** The client's operation, for the metrics. */
  readonly operationName: string;
  readonly clientOf: (zone: string) => ZoneClient;
  readonly gatewayKey: string | undefined;
  readonly log: Logger;
  readonly metrics: GatewayMetrics;
}

/** Nobody is asked for a name yet: all callers have the same rights, and may share. */
const ANYBODY = 'anybody';

/** More wrong values than these, in one answer or of one zone at the end, say nothing more. */
const MAX_FAULTS = 20;

export class ZoneAnswers {
  readonly failures: Failure[] = [];
  readonly #options: ZoneAnswersOptions;
  readonly #context: GatewayContext;
  /** Zones that could not be reached: asking again within this request would only cost another deadline. */
  readonly #absent = new Map<string, Failure>();
  /** By zone, what explains values that are missing in the end. */
  readonly #refusing = new Map<string | undefined, Refuse>();

  constructor(options: ZoneAnswersOptions, context: GatewayContext) {
    this.#options = options;
    this.#context = context;
  }

  async ask({ zone, kind }: Asking, body: string): Promise<ZoneAnswer | Failure> {
    const absent = this.#absent.get(zone);
    if (absent) return absent;
    const { operationName: operation } = this.#options;
    const { request } = this.#context;
    const call = { body, headers: this.#headers(zone), kind, operation, rights: ANYBODY, request };
    try {
      return this.#answerIn(await this.#options.clientOf(zone).post(call), zone);
    } catch (error) {
      if (!(error instanceof ZoneFailure)) throw error;
      const known = this.#absent.get(zone); // two calls under way at once are one failure
      if (known) return known;
      const failure = this.#fail(zone, 'ZONE_UNAVAILABLE', error);
      if (meansAbsent(error.reason)) this.#absent.set(zone, failure);
      return failure;
    }
  }

  /** The failure for a value that should be there and is not; `zone` was to bring it, if that can be told. */
  refuse(zone: string | undefined, detail: string): Failure {
    let refuse = this.#refusing.get(zone);
    if (!refuse) {
      refuse = zone === undefined ? capped((why) => this.#unresolved(why)) : this.#refusals(zone);
      this.#refusing.set(zone, refuse);
    }
    return refuse(detail);
  }

  /** The failure that stands for an entity the zone says it does not have. */
  absent(zone: string): Failure {
    const { message, extensions } = problem('ZONE_BAD_DATA', `${zone} 没有此实体 / ${zone} has no such entity`, {
      zone,
    });
    const failure = new Failure(message, extensions, true);
    this.failures.push(failure);
    return failure;
  }

  #headers(zone: string): Record<string, string> {
    const { traceId, gaps } = this.#context;
    const { gatewayKey } = this.#options;
    const isTold = zone === CORE && gatewayKey !== undefined && gaps.reasons.size > 0;
    return {
      traceparent: traceparent(traceId),
      ...(isTold && { [GAPS_HEADER]: signGaps(gaps.reasons, traceId, gatewayKey) }),
    };
  }

  #answerIn({ status, body }: ZoneReply, zone: string): ZoneAnswer | Failure {
    const errors = errorsIn(body);
    if (status === 400 && !isCallerFault(errors)) {
      return this.#fail(
        zone,
        'ZONE_SCHEMA_SKEW',
        new ZoneFailure('SCHEMA_SKEW', `HTTP 400: ${errors[0]?.message ?? ''}`),
      );
    }
    const data = own(body, 'data');
    if (!isData(data)) {
      const [first] = errors;
      if (first && Array.isArray(body['errors'])) return this.#failureOf(first, zone);
      return this.#fail(zone, 'ZONE_BAD_DATA', new ZoneFailure('BAD_DATA', 'neither data nor errors'));
    }
    const failures = this.#failuresOf(zone);
    for (const error of errors) explain(data, error, failures);
    return { data, refuse: this.#refusals(zone) };
  }

  /** The failures of one answer's errors: of many the first ones, and the last of these for all that follow. */
  #failuresOf(zone: string): (error: ErrorFromZone) => Failure {
    let count = 0;
    let last: Failure | undefined;
    return (error) => {
      count += 1;
      if (!last || count <= MAX_FAULTS) last = this.#failureOf(error, zone);
      return last;
    };
  }

  #failureOf(error: ErrorFromZone, zone: string): Failure {
    const shown = passable(error, zone);
    if (!shown) return this.#fail(zone, 'ZONE_ERROR', new ZoneFailure('ZONE_ERROR', error.message));
    this.#context.gaps.note(zone, 'ZONE_ERROR'); // the client reads the zone's own words; the core, the reason
    return this.#keep(shown);
  }

  #fail(zone: string, code: ErrorCode, failure: ZoneFailure): Failure {
    const { reason, message, cause } = failure;
    this.#context.gaps.note(zone, reason);
    const level = this.#context.request.ended === 'CLIENT_GONE' ? 'debug' : 'warn'; // the zone is not to blame
    this.#options.log[level]({ zone, reason, detail: message, err: cause }, 'a zone gave no usable answer');
    return this.#keep(zoneError(code, zone, reason));
  }

  #refusals(zone: string): Refuse {
    return capped((detail, count) => {
      if (count === 1) this.#options.metrics.zoneAnswerRefused(zone);
      return this.#fail(zone, 'ZONE_BAD_DATA', new ZoneFailure('BAD_DATA', detail));
    });
  }

  #unresolved(detail: string): Failure {
    this.#options.log.warn({ detail }, 'a value is missing that no zone was asked for');
    return this.#keep(problem('NOT_RESOLVABLE', '没有任何区能解析此值 / no zone can resolve this value').toJSON());
  }

  #keep({ message, extensions = {} }: GraphQLFormattedError): Failure {
    const failure = new Failure(message, extensions);
    this.failures.push(failure);
    return failure;
  }
}

/** Of many faults the first ones; the last of these stands for all further ones. */
function capped(make: (detail: string, count: number) => Failure): Refuse {
  let count = 0;
  let last: Failure | undefined;
  return (detail) => {
    count += 1;
    if (!last || count <= MAX_FAULTS) last = make(detail, count);
    return last;
  };
}

/** An error without a path may be about any of them: none of these nulls is certain. */
function atEveryNull(data: Record<string, unknown>, failure: Failure): void {
  const pending: (Record<string, unknown> | unknown[])[] = [data];
  for (let each = pending.pop(); each; each = pending.pop()) {
    for (const [key, value] of Object.entries(each)) {
      if (Array.isArray(value) || isData(value)) pending.push(value);
      else if (value !== null) continue;
      else if (Array.isArray(each)) each[Number(key)] = failure;
      else put(each, key, failure);
    }
  }
}

/**
 * Puts an error where it explains a null. One that points at a value explains none, and is reported by itself; one that has no
 * place, or a place that is not there, may be about any null.
 */
function explain(
  data: Record<string, unknown>,
  error: ErrorFromZone,
  failureOf: (error: ErrorFromZone) => Failure,
): void {
  const place = nullAt(data, error.path ?? []);
  if (place === 'explained') return;
  const failure = failureOf(error);
  if (place === 'nowhere') atEveryNull(data, failure);
  else if (place !== 'value') place(failure);
}

/** What stands at the end of a path, or where it ends early: a null (to be replaced), a failure, a value, or nothing. */
function nullAt(
  data: Record<string, unknown>,
  path: readonly (string | number)[],
): ((failure: Failure) => void) | 'explained' | 'value' | 'nowhere' {
  let here: unknown = data;
  for (const step of path) {
    let value: unknown;
    let replace: (failure: Failure) => void;
    if (Array.isArray(here)) {
      const list: unknown[] = here;
      const index = Number(step);
      value = list[index];
      replace = (failure) => void (list[index] = failure);
    } else if (isData(here)) {
      const object = here;
      value = own(object, String(step));
      replace = (failure) => put(object, String(step), failure);
    } else return 'nowhere';
    if (value instanceof Failure) return 'explained';
    if (value === null) return replace;
    if (value === undefined) return 'nowhere';
    here = value;
  }
  return path.length === 0 ? 'nowhere' : 'value';
}
