/** The supergraph kept on disk: whole, or noticed to be torn. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { keepLastGood, readLastGood } from '../../gateway/supergraph/last-good.ts';
import { temporaryFolder } from '../support/processes.ts';

const { folder, remove } = temporaryFolder();
const file = path.join(folder, 'gateway', 'last-good.graphql');
afterAll(remove);

const LAST_GOOD = {
  sdl: 'schema @link(url: "…") { query: Query }\n\n"""一核"""\ntype Query { a: Int }\n',
  since: new Date('2026-03-01T08:00:00.000Z'),
  file: 'schema/supergraph.graphql',
};

beforeEach(() => keepLastGood(file, LAST_GOOD));

describe('the last good supergraph', () => {
  test('comes back as it was kept, with its date, and nothing else is left in the folder', async () => {
    expect(await readLastGood(file)).toEqual(LAST_GOOD);
    expect(readdirSync(path.dirname(file))).toEqual(['last-good.graphql']);
  });

  test('is a supergraph that can be put back by hand: its first line is a comment, the rest the text', () => {
    const text = readFileSync(file, 'utf8');
    expect(text.startsWith('# ')).toBe(true);
    expect(text.slice(text.indexOf('\n') + 1)).toBe(LAST_GOOD.sdl);
  });

  test('keeps its date when the same text is served again, and is replaced by another', async () => {
    await keepLastGood(file, { ...LAST_GOOD, since: new Date() });
    expect(await readLastGood(file)).toEqual(LAST_GOOD);
    const next = { sdl: 'type Query { b: Int }', since: new Date('2026-04-01T00:00:00Z'), file: 'another' };
    await keepLastGood(file, next);
    expect(await readLastGood(file)).toEqual(next);
  });

  test('is undefined where there is none', async () => {
    expect(await readLastGood(path.join(folder, 'nothing'))).toBeUndefined();
  });

  test.each([
    ['cut short', (text: string) => text.slice(0, -5)],
    ['cut within its first line', (text: string) => text.slice(0, 60)],
    ['empty', () => ''],
    ['edited by hand', (text: string) => text.replace('a: Int', 'a: ID')],
    ['another file', () => LAST_GOOD.sdl],
    ['with a first line that says nothing', (text: string) => text.replace(/\{.*\}/, '{}')],
  ])('is refused when it is %s, and can be written anew', async (_, torn) => {
    writeFileSync(file, torn(readFileSync(file, 'utf8')));
    await expect(readLastGood(file)).rejects.toThrow('its text is not the one that its first line names');
    await keepLastGood(file, LAST_GOOD);
    expect(await readLastGood(file)).toEqual(LAST_GOOD);
  });

  test('leaves what was there when it cannot be written', async () => {
    const blocked = path.join(folder, 'blocked');
    mkdirSync(path.join(blocked, 'file'), { recursive: true });
    await expect(keepLastGood(path.join(blocked, 'file'), LAST_GOOD)).rejects.toMatchObject({ code: 'EISDIR' });
    expect(readdirSync(blocked)).toEqual(['file']);
  });
});
