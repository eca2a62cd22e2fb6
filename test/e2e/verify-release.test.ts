/** `npm run verify-release` against a gateway that answers what it is told to: what is printed, and the exit code. */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { run } from '../support/processes.ts';

const released = {
  ...{ id: 'r1', number: 2, form: 'ZONE_QUARTERLY', period: '2024-Q3', perimeter: 'TERRITORIAL', mode: 'STRICT' },
  ...{ asOf: '2024-11-01T00:00:00.000Z', releasedAt: '2024-11-01T00:00:01.000Z', reason: null, synthetic: true },
  ...{ digest: 'd'.repeat(64), keyId: 'key' },
  manifest: {
    returns: [{ zone: 'bazhou', revision: 3, digest: 'b'.repeat(64) }],
    gaps: [{ zone: 'enyang', reason: 'NOT_ACCEPTED' }],
  },
};
const cell = {
  ...{ kind: 'CELL', zone: 'bazhou', indicator: 'TAX_REVENUE', block: null, released: '20', found: '21' },
  message: '单元格不同 / the cell differs',
};

let server: Server;
let url: string;
let answer: unknown;
beforeAll(async () => {
  server = createServer((_, response) => response.end(JSON.stringify(answer)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/graphql`;
});
afterAll(() => void server.close());

const verify = async (...words: readonly string[]) => {
  const program = run('infra/cli/verify-release.ts', words, { env: { GATEWAY_URL: url } });
  const { code } = await program.exited;
  return { code, out: `${program.output()}${program.errors()}` };
};

test.each([
  [
    true,
    [],
    0,
    ['bazhou', '第 3 版 / revision 3', '一致 / identical', 'enyang', 'NOT_ACCEPTED', 'byte-identical', '合成'],
  ],
  [false, [cell], 1, ['CELL TAX_REVENUE', '20  →  21', '不一致 / differs', '1 处不一致']],
  [
    false,
    [cell, { ...cell, kind: 'GAP', zone: 'enyang', released: null, found: 'REFUSED' }],
    1,
    ['20  →  21', '不一致 / differs', '1 处不一致', '1 个区未能核验'],
  ],
  [null, [{ ...cell, kind: 'GAP', released: null, found: 'REFUSED' }], 2, ['未能核验', 'REFUSED']],
])('reproduced: %p', async (reproduced, differences, code, texts) => {
  answer = { data: { release: released, verifyRelease: { reproduced, differences } } };
  const { code: ended, out } = await verify('r1');
  expect(ended).toBe(code);
  for (const text of texts) expect(out).toContain(text);
  const plain = await verify('r1', '--json');
  expect(plain).toMatchObject({ code, out: expect.stringContaining('"verifyRelease"') });
});

test('differs where what is stored cannot be read any more', async () => {
  const damaged = { message: '所存内容已损坏 / is damaged', extensions: { code: 'RELEASE_DAMAGED' } };
  answer = { data: { release: null, verifyRelease: { reproduced: false, differences: [cell] } }, errors: [damaged] };
  expect(await verify('r1')).toEqual({ code: 1, out: expect.stringMatching(/is damaged[^]*20 {2}→ {2}21/) });
  answer = { data: null, errors: [damaged] };
  expect(await verify('r1')).toEqual({ code: 1, out: expect.stringContaining('is damaged') });
});

test.each([
  [{ data: null, errors: [{ message: '没有发布 / no such release' }] }, '没有发布 / no such release'],
  ['nonsense', 'could not be verified'],
])('is not verified where the gateway answers %j', async (answered, text) => {
  answer = answered;
  expect(await verify('r1')).toEqual({ code: 2, out: expect.stringContaining(text) });
});

test('says how it is used', async () => {
  expect(await verify('--help')).toEqual({ code: 0, out: expect.stringContaining('npm run verify-release -- ID') });
  expect(await verify()).toMatchObject({ code: 2 });
  url = 'http://127.0.0.1:9/graphql';
  expect(await verify('r1')).toEqual({ code: 2, out: expect.stringContaining('does not answer') });
});
