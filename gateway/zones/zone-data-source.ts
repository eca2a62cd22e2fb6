/**
 * How the gateway asks a zone. It always gets an answer: the zone's own, checked, or nulls with one typed error, so that
 * one zone that is down, late or wrong takes nothing from the others, and never passes for a complete total.
 */
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { OperationTypeNode, parse, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { CORE } from '../../schema/zones.ts';
import type { ErrorCode } from '../../schema/error-codes.ts';
import { GAPS_HEADER, signGaps } from '../../infra/runtime/gaps-header.ts';
import { traceparent } from '../../infra/runtime/trace.ts';
import type { GatewayContext } from '../context.ts';
import type { GatewayMetrics } from '../telemetry/metrics.ts';
import { faultOf } from './check-answer.ts';
import { isJsonObject } from './json.ts';
import { nullAnswer, withoutNullEntities } from './null-answer.ts';
import { ZoneOperation } from './selection.ts';
import { ZoneClient, ZoneFailure, type ZoneClientOptions, type ZoneReply } from './zone-client.ts';
import { errorsIn, isCallerFault, passable, zoneError } from './zone-errors.ts';

export interface ZoneDataSourceOptions extends ZoneClientOptions {
  /** The zone's own schema, as composed. */
  readonly schema: GraphQLSchema;
  readonly gatewayKey: string | undefined;
  readonly metrics: GatewayMetrics;
}

type Options = GraphQLDataSourceProcessOptions<GatewayContext>;
type Answer = Awaited<ReturnType<GraphQLDataSource<GatewayContext>['process']>>;

export class ZoneDataSource implements GraphQLDataSource<GatewayContext> {
  readonly #options: ZoneDataSourceOptions;
  readonly #client: ZoneClient;

  constructor(options: ZoneDataSourceOptions) {
    this.#options = options;
    this.#client = new ZoneClient(options);
  }

  async process(options: Options): Promise<Answer> {
    if (!('incomingRequestContext' in options))
      throw new TypeError('zones are composed from files and never introspected');
    const { context, request } = options;
    const document = options.document ?? parse(request.query ?? '');
    const operation = new ZoneOperation(document, request.variables);
    if (context.gaps.isAbsent(this.#options.zone)) return { data: nullAnswer(operation) };
    try {
      const { query, variables, operationName } = request;
      const reply = await this.#client.post({
        body: JSON.stringify({ query, variables, operationName }),
        headers: this.#headers(context),
        kind: operation.operation.operation === OperationTypeNode.MUTATION ? 'mutation' : 'query',
        operation: options.incomingRequestContext.operationName ?? 'anonymous',
        rights: '', // nobody is asked for a name yet, so nothing says whose rights would be shared
        request: context.request,
      });
      return this.#believe(reply, operation, context);
    } catch (error) {
      if (!(error instanceof ZoneFailure)) throw error;
      return this.#gap(error, 'ZONE_UNAVAILABLE', operation, context);
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  #headers({ traceId, gaps }: GatewayContext): Record<string, string> {
    const { zone, gatewayKey } = this.#options;
    const signed = zone === CORE && gatewayKey !== undefined && gaps.reasons.size > 0;
    return {
      traceparent: traceparent(traceId),
      ...(signed && { [GAPS_HEADER]: signGaps(gaps.reasons, traceId, gatewayKey) }),
    };
  }

  #believe({ status, body }: ZoneReply, operation: ZoneOperation, context: GatewayContext): Answer {
    const { zone, schema } = this.#options;
    const errors = errorsIn(body);
    const shown = errors.map((error) => passable(error, zone)).filter((error) => error !== undefined);
    if (status === 400 && !isCallerFault(errors)) {
      const skew = new ZoneFailure('SCHEMA_SKEW', `HTTP 400: ${errors[0]?.message ?? ''}`);
      return this.#gap(skew, 'ZONE_SCHEMA_SKEW', operation, context);
    }
    if (shown.length > 0) context.gaps.note(zone, 'ZONE_ERROR'); // the client reads the zone's own words; the core, the reason
    const failedInside = shown.length < errors.length;
    const { data } = body;
    if (!isJsonObject(data)) {
      if (failedInside) return this.#gap(new ZoneFailure('ZONE_ERROR', 'no data'), 'ZONE_ERROR', operation, context);
      if (shown.length > 0) return { data: nullAnswer(operation), errors: shown };
      return this.#gap(new ZoneFailure('BAD_DATA', 'no data and no errors'), 'ZONE_BAD_DATA', operation, context);
    }
    const fault = faultOf(data, { zone, schema, request: operation, errorPaths: errors.map(({ path }) => path) });
    if (fault !== undefined) {
      this.#options.metrics.zoneAnswerRefused(zone);
      return this.#gap(new ZoneFailure('BAD_DATA', fault), 'ZONE_BAD_DATA', operation, context);
    }
    if (failedInside) {
      const masked = this.#tell(new ZoneFailure('ZONE_ERROR', errors[0]?.message ?? ''), 'ZONE_ERROR', context);
      return { data: withoutNullEntities(data, operation), errors: [...shown, ...masked] };
    }
    return shown.length > 0 ? { data: withoutNullEntities(data, operation), errors: shown } : { data };
  }

  #gap(failure: ZoneFailure, code: ErrorCode, operation: ZoneOperation, context: GatewayContext): Answer {
    return { data: nullAnswer(operation), errors: this.#tell(failure, code, context) };
  }

  /** One error a zone and request; the details go to the log. */
  #tell(failure: ZoneFailure, code: ErrorCode, context: GatewayContext): GraphQLFormattedError[] {
    const { zone, log, metrics } = this.#options;
    context.gaps.note(zone, failure.reason);
    const clientGone = context.request.ended === 'CLIENT_GONE'; // then nobody misses it, and the zone is not to blame
    log[clientGone ? 'debug' : 'warn'](
      { zone, reason: failure.reason, detail: failure.message, err: failure.cause },
      'a zone gave no usable answer',
    );
    if (!context.gaps.isNews(zone)) return [];
    if (!clientGone) metrics.gap(zone, failure.reason);
    return [zoneError(code, zone, failure.reason)];
  }
}
