import { describe, expect, test } from '@jest/globals';
import { StartupError, reasonOf } from '../../../infra/runtime/startup-error.ts';

describe('the reason of a fault', () => {
  test('is the code of a system error', () => {
    expect(reasonOf(Object.assign(new Error('listen EADDRINUSE: 127.0.0.1:4000'), { code: 'EADDRINUSE' }))).toBe(
      'EADDRINUSE',
    );
  });

  test.each([
    ['the first line of a message', new Error('no such table\nSELECT 1'), 'no such table'],
    ['the message where the code is no text', Object.assign(new Error('odd'), { code: 7 }), 'odd'],
    ['the text of whatever else was thrown', 'plain\ntext', 'plain'],
    ['something even for nothing', undefined, 'undefined'],
  ])('is otherwise %s', (_, error, reason) => {
    expect(reasonOf(error)).toBe(reason);
  });

  test('is kept as the cause of a fault at the start', () => {
    const cause = new Error('below');
    expect(new StartupError('above', { cause })).toMatchObject({ name: 'StartupError', message: 'above', cause });
  });
});
