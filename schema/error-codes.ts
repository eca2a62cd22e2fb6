/**
 * The one registry of error codes: what a client may rely on. A code, once published, keeps its meaning.
 * `npm run compose` prints it as error-codes.md.
 */
import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';

export const ERROR_CODES = {
  INVALID_PERIOD: '时期格式不对 / the period is malformed; see scalar Period',
  INVALID_DATE_TIME: '时刻格式不对 / the instant is malformed; see scalar DateTime',
  INVALID_DECIMAL: '十进制数格式不对 / the decimal is malformed; see scalar Decimal',
  INVALID_UNIT_MULT: '单位乘数超出 -12 至 15 / unitMult lies outside -12 … 15',
  UNKNOWN_INDICATOR: '指标目录中没有此代码 / no such indicator in the catalogue',
  FORM_NOT_FOUND: '没有此报表,或没有报表采集该时期 / no such form, or no form asks for such a period; see Query.forms',
  NOT_A_PERIOD_OF_FORM: '此报表不采集该时期 / the form does not ask for this period; see Query.forms',
  IDEMPOTENCY_KEY_REUSED:
    '此幂等键已用于另一项请求,请换新键 / this idempotency key was used for another request; use a new one',
  ONE_ACTION_PER_OPERATION: '一次请求只做一项操作 / one action an operation; send the others one after the other',
  RELEASE_NOT_FOUND: '没有这次发布 / there is no such release; see Query.releases',
  RELEASE_DAMAGED:
    '所存的发布已损坏,请复核并从备份恢复 / what is stored of the release is damaged; verify it and restore it from a backup',
  AS_OF_UNSUPPORTED: '所问时点早于该区数据库的历史 / the instant lies before the history of the zone’s database',
  AS_OF_IN_FUTURE: 'asOf 晚于当前时间 / asOf lies in the future: what will be known then, nobody can tell',
  INDICATOR_NOT_ADDITIVE:
    '此类指标不能由各区数值合并,须由下级数据重算 / this kind of indicator cannot be consolidated from zone figures',
  PERIMETER_NOT_AVAILABLE: '该口径尚无有效的区块归属 / no dated membership is on file for this perimeter',
  TOO_MANY_PERIODS: '一次最多询问 120 个时期 / more than 120 periods in one question',
  PERIODS_NOT_COMPARABLE:
    '增速的上期须为同类时期且在同一次询问中问到 / growth is over an earlier period of the same kind, asked about in the same question',
  ALIAS_NOT_ALLOWED:
    '别名与网关自用的字段同名,请改用别的别名(仅 GATEWAY_EXECUTOR=stock) / the alias is the name of a field that the stock executor itself needs there; use another',
  ZONE_UNAVAILABLE:
    '某区未能应答,见 extensions.zone 与 reason / a zone did not answer; its fields are null and it is listed as a gap',
  ZONE_BAD_DATA:
    '某区应答的数据不合约定,该值已拒收 / a zone answered a value that breaks the contract; that value was refused',
  ZONE_SCHEMA_SKEW: '某区运行的接口与已合成的不一致 / a zone runs another schema than the composed one',
  ZONE_ERROR: '某区应答了错误 / a zone answered with an error of its own',
  NOT_RESOLVABLE:
    '没有任何区能解析所问的字段 / no zone can resolve what is asked: the composed schema promises more than the zones can give',
  BAD_REQUEST: '请求不是合格的 GraphQL over HTTP 请求 / the HTTP request is not a GraphQL request',
  BAD_USER_INPUT: '变量或参数不合类型 / a variable or argument does not fit its type',
  GRAPHQL_PARSE_FAILED: '语法错误 / the document does not parse',
  GRAPHQL_VALIDATION_FAILED: '与公开的接口不符 / the document does not fit the schema',
  OPERATION_RESOLUTION_FAILURE: '找不到所指的操作 / the named operation is not in the document',
  PERSISTED_QUERY_NOT_FOUND: '未登记的持久化查询 / unknown persisted query',
  PERSISTED_QUERY_NOT_SUPPORTED: '不支持持久化查询 / persisted queries are switched off',
  PAYLOAD_TOO_LARGE: '请求体过大 / the request body is too large',
  NOT_FOUND: '没有这个地址 / no such address',
  SHUTTING_DOWN: '进程正在停止,请稍后重试 / the process is stopping; try again shortly',
  INTERNAL_SERVER_ERROR: '内部错误,请把 traceId 告知运维 / an internal fault; quote the traceId to the operators',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
}

/** An error meant for the client: a registered code, a message to act on, and facts as extensions. */
export function problem(code: ErrorCode, message: string, facts: GraphQLErrorExtensions = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { ...facts, code } });
}

/** The registry as a page; committed as error-codes.md and compared in CI. */
export function errorCodesPage(): string {
  const rows = Object.entries(ERROR_CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return [
    '# Error codes / 错误代码',
    '',
    'Generated from `error-codes.ts` by `npm run compose`. Every error carries `extensions.code` from this list.',
    '',
    '| code | meaning |',
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
