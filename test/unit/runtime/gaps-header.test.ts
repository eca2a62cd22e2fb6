import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { signGaps, verifyGaps } from '../../../infra/runtime/gaps-header.ts';

const KEY = 'a key of sixteen or more characters';
const TRACE = 'a'.repeat(32);
const GAPS = new Map([
  ['nanjiang', 'TIMEOUT'],
  ['enyang', 'BAD_DATA'],
]);
const SIGNED = signGaps(GAPS, TRACE, KEY);
const [PAYLOAD = '', SIGNATURE = ''] = SIGNED.split('.');

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** A header as only the holder of the key can make it, with any content. */
const sign = (payload: string, traceId = TRACE): string =>
  `${payload}.${createHmac('sha256', KEY).update(`${traceId}\n${payload}`).digest('base64url')}`;

describe('the gaps that the gateway tells the core', () => {
  test('arrive as they were sent', () => {
    expect(verifyGaps(SIGNED, TRACE, KEY)).toEqual(GAPS);
    expect(verifyGaps(signGaps(new Map(), TRACE, KEY), TRACE, KEY)).toEqual(new Map());
  });

  test('arrive whatever the zones and reasons are called', () => {
    const anyGaps = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })));
    fc.assert(
      fc.property(anyGaps, (entries) => {
        const gaps = new Map(entries);
        expect(verifyGaps(signGaps(gaps, TRACE, KEY), TRACE, KEY)).toEqual(gaps);
      }),
    );
  });

  test('travel in a header that HTTP can carry', () => {
    expect(signGaps(new Map([['区', '超时\r\nx-other: 1']]), TRACE, KEY)).toMatch(/^[\w-]+\.[\w-]+$/);
  });
});

describe('a header', () => {
  test.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['has no signature', PAYLOAD],
    ['has an empty signature', `${PAYLOAD}.`],
    ['has the signature only', `.${SIGNATURE}`],
    ['has a signature cut short', `${PAYLOAD}.${SIGNATURE.slice(0, -4)}`],
    ['has a longer signature', `${PAYLOAD}.${SIGNATURE}AAAA`],
    ['names another zone under the same signature', `${encode([['bazhou', 'TIMEOUT']])}.${SIGNATURE}`],
    ['was signed with another key', signGaps(GAPS, TRACE, `${KEY}!`)],
    ['was signed for another request', signGaps(GAPS, 'b'.repeat(32), KEY)],
    [
      'was hashed without a key',
      `${PAYLOAD}.${createHmac('sha256', '').update(`${TRACE}\n${PAYLOAD}`).digest('base64url')}`,
    ],
  ])('that %s is not believed', (_, header) => {
    expect(verifyGaps(header, TRACE, KEY)).toEqual(new Map());
  });

  test('is not believed for another request than the one it was signed for', () => {
    expect(verifyGaps(SIGNED, 'b'.repeat(32), KEY)).toEqual(new Map());
  });

  test('is not believed by a core without a key', () => {
    expect(verifyGaps(SIGNED, TRACE, undefined)).toEqual(new Map());
  });

  test('is not believed with any one bit changed', () => {
    const bytes = Buffer.from(PAYLOAD, 'base64url');
    const mark = Buffer.from(SIGNATURE, 'base64url');
    fc.assert(
      fc.property(fc.boolean(), fc.nat(), fc.nat(7), (inPayload, at, bit) => {
        const [one, two] = [Buffer.from(bytes), Buffer.from(mark)];
        const changed = inPayload ? one : two;
        const index = at % changed.length;
        changed[index] = (changed[index] ?? 0) ^ (1 << bit);
        expect(verifyGaps(`${one.toString('base64url')}.${two.toString('base64url')}`, TRACE, KEY)).toEqual(new Map());
      }),
    );
  });

  test('that is signed and holds something else than pairs of text gives only the pairs', () => {
    expect(verifyGaps(sign(encode({ nanjiang: 'TIMEOUT' })), TRACE, KEY)).toEqual(new Map());
    const mixed = [['nanjiang', 'TIMEOUT'], ['enyang', 1], ['bazhou'], 'core', null, ['a', 'b', 'c']];
    expect(verifyGaps(sign(encode(mixed)), TRACE, KEY)).toEqual(new Map([['nanjiang', 'TIMEOUT']]));
  });
});
