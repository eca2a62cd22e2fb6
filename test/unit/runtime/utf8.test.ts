import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { utf8 } from '../../../infra/runtime/utf8.ts';

test('is what Buffer makes of the text, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'ü', '文', '𠮷', '\ud800', '\udc00', '\0'), maxLength: 60 }),
      (text) => {
        expect(Buffer.compare(utf8(text), Buffer.from(text))).toBe(0);
      },
    ),
  );
});

test.each([0, 1, 131_071, 131_072, 131_073, 400_000])('of %i signs', (length) => {
  for (const sign of ['x', '文']) {
    const text = sign.repeat(length);
    expect(Buffer.compare(utf8(text), Buffer.from(text))).toBe(0);
  }
});

test('a text keeps its bytes when the next one is made', () => {
  const first = utf8('巴州');
  utf8('恩阳南江通江');
  expect(first.toString()).toBe('巴州');
});
