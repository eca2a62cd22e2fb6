/** What a client is told when a zone fails: a registered code, the zone, a typed reason; never its URL, body or stack. */
import type { GraphQLFormattedError } from 'graphql';
import { ERROR_CODES, isErrorCode, problem, type ErrorCode } from '../../schema/error-codes.ts';
import type { TechnicalGap } from '../../schema/gap-reasons.ts';
import { CORE } from '../../schema/zones.ts';
import { isJsonObject, type JsonObject } from './json.ts';

const MESSAGES: Readonly<Record<TechnicalGap, string>> = {
  TIMEOUT: '未在时限内应答 / did not answer within the deadline',
  REFUSED: '拒绝连接 / refused the connection',
  UNREACHABLE: '无法到达 / cannot be reached',
  HTTP_ERROR: '应答了 HTTP 错误 / answered an HTTP error',
  BAD_DATA: '应答不合约定,已拒收 / gave an answer that breaks the contract; it was refused',
  SCHEMA_SKEW: '运行的接口与已合成的不一致 / runs another schema than the composed one',
  ZONE_ERROR: '内部出错 / failed inside',
  CIRCUIT_OPEN: '屡次失败,暂不询问 / failed repeatedly and is not asked for a moment',
  OVERLOADED: '在途请求过多,未再询问 / was not asked: too many requests to it are under way',
  NO_ANSWER: '无应答 / gave no answer',
};

/**
 * Codes by which a zone says that the question was wrong, or that what is asked for is not fit to be shown; with any other code it
 * speaks of itself, and is masked.
 */
const CALLER_FAULTS: readonly ErrorCode[] = [
  'BAD_USER_INPUT',
  'INVALID_PERIOD',
  'INVALID_DATE_TIME',
  'INVALID_DECIMAL',
  'INVALID_UNIT_MULT',
  'UNKNOWN_INDICATOR',
  'FORM_NOT_FOUND',
  'NOT_A_PERIOD_OF_FORM',
  'IDEMPOTENCY_KEY_REUSED',
  'ONE_ACTION_PER_OPERATION',
  'RELEASE_NOT_FOUND',
  'RELEASE_DAMAGED',
  'AS_OF_UNSUPPORTED',
  'AS_OF_IN_FUTURE',
  'INDICATOR_NOT_ADDITIVE',
  'PERIMETER_NOT_AVAILABLE',
  'TOO_MANY_PERIODS',
  'PERIODS_NOT_COMPARABLE',
];

export function zoneError(code: ErrorCode, zone: string, reason: TechnicalGap): GraphQLFormattedError {
  return problem(code, `${zone}:${MESSAGES[reason]}`, { zone, reason }).toJSON();
}

export interface ErrorFromZone {
  readonly message: string;
  readonly code: ErrorCode | undefined;
  readonly path: readonly (string | number)[] | undefined;
}

/** The errors of a zone's answer; whatever is not shaped like one is an error without a code and a place. */
export function errorsIn(body: JsonObject): ErrorFromZone[] {
  const { errors } = body;
  if (errors === undefined || errors === null) return [];
  const list: readonly unknown[] = Array.isArray(errors) ? errors : [errors];
  return list.map((each) => {
    const { message, path, extensions } = isJsonObject(each) ? each : {};
    const code = isJsonObject(extensions) ? extensions['code'] : undefined;
    return {
      message: typeof message === 'string' ? message : '',
      code: isErrorCode(code) ? code : undefined,
      path: Array.isArray(path) ? path.filter((step): step is string | number => isStep(step)) : undefined,
    };
  });
}

function isStep(step: unknown): boolean {
  return typeof step === 'string' || typeof step === 'number';
}

/** Errors that only say that the caller asked wrongly. */
export function isCallerFault(errors: readonly ErrorFromZone[]): boolean {
  return errors.length > 0 && errors.every(({ code }) => code !== undefined && CALLER_FAULTS.includes(code));
}

/**
 * A zone's complaint about the question, as the client may see it; undefined for anything else. The core's words are the
 * municipality's own; a district's text is not repeated (it might be SQL, a path, a stack): the registry's stands for it.
 */
export function passable({ message, code, path }: ErrorFromZone, zone: string): GraphQLFormattedError | undefined {
  if (code === undefined || !CALLER_FAULTS.includes(code)) return undefined;
  const text = zone === CORE ? message : `${zone}:${ERROR_CODES[code]}`;
  return { message: text, ...(path && { path }), extensions: { code, zone } };
}
