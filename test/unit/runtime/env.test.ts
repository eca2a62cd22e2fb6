import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import {
  childEnv,
  commonSettings,
  gatewayKey,
  gatewayKeyFile,
  prefixedSettings,
  readEnv,
} from '../../../infra/runtime/env.ts';
import { StartupError } from '../../../infra/runtime/startup-error.ts';

describe('the environment', () => {
  test('has a default for every common setting, also when it is set to nothing', () => {
    const defaults = { HOST: '127.0.0.1', PORT: 4000, DATA_DIR: '.data', LOG_LEVEL: 'info' };
    expect(readEnv(commonSettings, {})).toEqual(defaults);
    expect(readEnv(commonSettings, { HOST: '', PORT: '', DATA_DIR: undefined, LOG_LEVEL: '' })).toEqual(defaults);
  });

  test('is read as what it means, without the settings of others', () => {
    expect(readEnv(commonSettings, { PORT: '5000', LOG_LEVEL: 'debug', HOME: '/root' })).toEqual({
      HOST: '127.0.0.1',
      PORT: 5000,
      DATA_DIR: '.data',
      LOG_LEVEL: 'debug',
    });
  });

  test('that is not usable is told all its faults at once, by name', () => {
    const settings = { ...commonSettings, GATEWAY_KEY: z.string().min(16).optional(), DATABASE_URL: z.string() };
    const attempt = () => readEnv(settings, { PORT: 'http', LOG_LEVEL: 'loud', GATEWAY_KEY: 'short' });
    expect(attempt).toThrow(StartupError);
    for (const name of ['PORT', 'LOG_LEVEL', 'GATEWAY_KEY', 'DATABASE_URL']) expect(attempt).toThrow(`${name}: `);
    expect(attempt).toThrow('Settings');
  });

  test('does not repeat a secret in its complaint', () => {
    const attempt = () => readEnv({ GATEWAY_KEY: z.string().min(16) }, { GATEWAY_KEY: 'hunter2' });
    expect(attempt).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }));
  });

  test.each(['0', '-1', '65501', '4000.5', 'four', '4000;'])('is not usable with port %s', (PORT) => {
    expect(() => readEnv(commonSettings, { PORT })).toThrow('PORT: ');
  });

  test('gives settings by names that are made up as they go, none for an empty one, and all their faults', () => {
    const read = (environment: Record<string, string>) => prefixedSettings('ZONE_URL_', z.url(), environment);
    expect(read({ ZONE_URL_NANJIANG: 'http://a', ZONE_URL_BAZHOU: '', OTHER: 'b' })).toEqual(
      new Map([['NANJIANG', 'http://a']]),
    );
    expect(() => read({ ZONE_URL_NANJIANG: 'a', ZONE_URL_BAZHOU: 'b' })).toThrow(
      /ZONE_URL_NANJIANG: .*; ZONE_URL_BAZHOU: /,
    );
  });

  test('goes on to a child process with the settings added', () => {
    const child = childEnv({ PATH: '/nowhere', PORT: '4001' });
    expect(child).toMatchObject({ PATH: '/nowhere', PORT: '4001', HOME: process.env['HOME'] });
    expect(process.env['PATH']).not.toBe('/nowhere');
  });
});

describe('the key of the gateway', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'yihe-key-'));
    writeFileSync(gatewayKeyFile(folder), 'kept-in-the-file\n');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is the one that was set, before the one in the file', () => {
    expect(gatewayKey({ GATEWAY_KEY: 'set-by-hand', DATA_DIR: folder })).toBe('set-by-hand');
  });

  test('is otherwise the one in the file, without the end of its line', () => {
    expect(gatewayKey({ DATA_DIR: folder })).toBe('kept-in-the-file');
  });

  test('is none without a file, and none for a file of nothing', () => {
    expect(gatewayKey({ DATA_DIR: path.join(folder, 'elsewhere') })).toBeUndefined();
    const empty = mkdtempSync(path.join(folder, 'empty-'));
    writeFileSync(gatewayKeyFile(empty), ' \n');
    expect(gatewayKey({ DATA_DIR: empty })).toBeUndefined();
  });
});
