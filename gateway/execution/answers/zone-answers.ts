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

export interface ZoneAnswer {
  /** What the zone said, failures standing where its own errors explain a null. */
  readonly data: unknown;
  /** Makes the failure for a value that does not fit. */
  readonly refuse: (detail: string) => Failure;
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

/** Beyond this many wrong values in one answer, the last failure stands for all further ones. */
const MAX_FAULTS = 20;

export class ZoneAnswers {
  readonly failures: Failure[] = [];
  readonly #options: ZoneAnswersOptions;
  readonly #context: GatewayContext;
  /** Zones that could not be reached: asking again within this request would only cost another deadline. */
  readonly #absent = new Map<string, Failure>();

  constructor(options: ZoneAnswersOptions, context: GatewayContext) {
    this.#options = options;
    this.#context = context;
  }

  async ask({ zone, kind }: Asking, body: string): Promise<ZoneAnswer | Failure> {
    const absent = this.#absent.get(zone);
    if (absent) return absent;
    const { operationName: operation } = this.#options;
    const { request } = this.#context;
    // Nobody is asked for a name yet, so nothing says whose rights would be shared.
    const call = { body, headers: this.#headers(zone), kind, operation, rights: '', request };
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
    if (zone !== undefined) return this.#fail(zone, 'ZONE_BAD_DATA', new ZoneFailure('BAD_DATA', detail));
    this.#options.log.warn({ detail }, 'a value is missing that no zone was asked for');
    return this.#keep(problem('NOT_RESOLVABLE', '没有任何区能解析此值 / no zone can resolve this value').toJSON());
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
      if (first) return this.#failureOf(first, zone);
      return this.#fail(zone, 'ZONE_BAD_DATA', new ZoneFailure('BAD_DATA', 'neither data nor errors'));
    }
    for (const error of errors) this.#explain(data, error, zone);
    return { data, refuse: this.#refusals(zone) };
  }

  /** Puts an error where it explains a null; one that explains none is reported by itself. */
  #explain(data: Record<string, unknown>, error: ErrorFromZone, zone: string): void {
    const place = error.path && nullAt(data, error.path);
    if (place === 'explained') return;
    const failure = this.#failureOf(error, zone);
    if (place) place(failure);
    else if (!error.path || error.path.length === 0) atEveryNull(data, failure);
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

  #refusals(zone: string): (detail: string) => Failure {
    let count = 0;
    let last: Failure | undefined;
    return (detail) => {
      count += 1;
      if (count === 1) this.#options.metrics.zoneAnswerRefused(zone);
      if (!last || count <= MAX_FAULTS) last = this.#fail(zone, 'ZONE_BAD_DATA', new ZoneFailure('BAD_DATA', detail));
      return last;
    };
  }

  #keep({ message, extensions = {} }: GraphQLFormattedError): Failure {
    const failure = new Failure(message, extensions);
    this.failures.push(failure);
    return failure;
  }
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

/** Where on a path the first null stands: sets the failure there. 'explained' when one stands there already. */
function nullAt(
  data: Record<string, unknown>,
  path: readonly (string | number)[],
): ((failure: Failure) => void) | 'explained' | undefined {
  let here: unknown = data;
  for (const step of path) {
    if (Array.isArray(here) && typeof step === 'number') {
      const list: unknown[] = here;
      const value: unknown = list[step];
      if (value instanceof Failure) return 'explained';
      if (value === null) return (failure) => void (list[step] = failure);
      here = value;
    } else if (isData(here)) {
      const object = here;
      const key = String(step);
      const value = own(object, key);
      if (value instanceof Failure) return 'explained';
      if (value === null) return (failure) => put(object, key, failure);
      here = value;
    } else return undefined;
  }
  return undefined;
}
