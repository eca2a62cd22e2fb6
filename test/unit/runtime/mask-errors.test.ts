import { describe, expect, test } from '@jest/globals';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { pino } from 'pino';
import { isErrorCode } from '../../../schema/error-codes.ts';
import { maskErrors } from '../../../infra/runtime/mask-errors.ts';
import { withTrace } from '../../../infra/runtime/trace.ts';

const TRACE = 'a'.repeat(32);
const SECRETS = {
  message: 'ER_NO_SUCH_TABLE: SELECT secret FROM observation at http://10.0.4.7:4004/graphql',
  extensions: {
    stacktrace: ['Error: at /srv/yihe/subgraphs/kit/store.ts:20'],
    response: { url: 'http://10.0.4.7:4004/graphql' },
    exception: { sql: 'SELECT secret FROM observation' },
  },
};
const TELLING = /SELECT|ER_NO_SUCH|http:|\/srv\/|stacktrace|exception|response/;

interface Masked {
  readonly shown: GraphQLFormattedError;
  readonly logged: readonly string[];
}

function mask(formatted: GraphQLFormattedError, error: unknown = new Error('the original')): Masked {
  const logged: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) });
  return { shown: withTrace(TRACE, () => maskErrors(isErrorCode, log)(formatted, error)), logged };
}

describe('an error that nobody expected', () => {
  test.each([undefined, 'ER_NO_SUCH_TABLE', 'constructor', '__proto__', 'INTERNAL_SERVER_ERROR', 42, ['BAD_REQUEST']])(
    'with code %j says nothing to the client but the trace id',
    (code) => {
      const { shown } = mask({ message: SECRETS.message, extensions: { ...SECRETS.extensions, code, zone: 'core' } });
      expect(shown.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', traceId: TRACE });
      expect(shown.message).toContain('traceId');
      expect(JSON.stringify(shown)).not.toMatch(TELLING);
    },
  );

  test('still says where in the query it happened', () => {
    const places = { locations: [{ line: 2, column: 3 }], path: ['nanjiang', 'blocks', 0] };
    expect(mask({ message: 'SELECT', ...places }).shown).toMatchObject(places);
    expect(mask({ message: 'SELECT' }).shown).not.toHaveProperty('path');
  });

  test('is logged whole, once', () => {
    const { logged } = mask({ message: 'masked' }, new GraphQLError('the cause: SELECT secret'));
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('the cause: SELECT secret');
  });

  test('is masked without a trace too', () => {
    const log = pino({ level: 'silent' });
    const shown = maskErrors(isErrorCode, log)({ message: SECRETS.message }, new Error());
    expect(shown.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' });
  });
});

describe('an error that the contract knows', () => {
  test('keeps its message and the facts for clients, and none of the others', () => {
    const { shown, logged } = mask({
      message: 'a zone did not answer',
      path: ['nanjiang'],
      extensions: { ...SECRETS.extensions, code: 'ZONE_UNAVAILABLE', zone: 'nanjiang', reason: 'TIMEOUT' },
    });
    expect(shown).toEqual({
      message: 'a zone did not answer',
      path: ['nanjiang'],
      extensions: { code: 'ZONE_UNAVAILABLE', zone: 'nanjiang', reason: 'TIMEOUT', traceId: TRACE },
    });
    expect(logged).toEqual([]);
  });

  test('is told by what a scalar found wrong rather than by the step that failed', () => {
    const extensions = { code: 'GRAPHQL_VALIDATION_FAILED', problem: 'INVALID_PERIOD' };
    expect(mask({ message: 'no period', extensions }).shown.extensions).toEqual({
      code: 'INVALID_PERIOD',
      traceId: TRACE,
    });
  });

  test('keeps its own code when the problem named is no registered one', () => {
    const extensions = { code: 'GRAPHQL_VALIDATION_FAILED', problem: 'SELECT' };
    expect(mask({ message: 'no such field', extensions }).shown.extensions).toEqual({
      code: 'GRAPHQL_VALIDATION_FAILED',
      traceId: TRACE,
    });
  });

  test('cannot set the trace id itself', () => {
    const extensions = { code: 'NOT_FOUND', traceId: 'forged' };
    expect(mask({ message: 'no', extensions }).shown.extensions?.['traceId']).toBe(TRACE);
  });
});
