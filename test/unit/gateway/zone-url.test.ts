import { afterEach, describe, expect, test } from '@jest/globals';
import { gatewayConfig } from '../../../gateway/config.ts';
import { StartupError } from '../../../infra/runtime/startup-error.ts';

const set: string[] = [];
function setting(name: string, value: string): void {
  process.env[name] = value;
  set.push(name);
}
afterEach(() => {
  for (const name of set.splice(0)) Reflect.deleteProperty(process.env, name);
});

const COMPOSED = 'http://composed.example/graphql';
const TOLD = 'http://told.example:9/graphql';

describe('where a zone is found', () => {
  test.each([
    ['nanjiang', 'ZONE_URL_NANJIANG'],
    ['my-zone', 'ZONE_URL_MY_ZONE'],
    ['My.Zone 2', 'ZONE_URL_MY_ZONE_2'],
    ['ZONE_3', 'ZONE_URL_ZONE_3'],
  ])('%s is told by %s', (zone, name) => {
    setting(name, TOLD);
    expect(gatewayConfig().zoneUrl(zone, COMPOSED)).toBe(TOLD);
    expect(gatewayConfig({ supergraph: 'any' }).zoneUrl(zone, COMPOSED)).toBe(TOLD);
  });

  test('a registered zone is at its port, unless the supergraph is one of your own', () => {
    setting('PORT', '24000');
    expect(gatewayConfig().zoneUrl('nanjiang', COMPOSED)).toBe('http://127.0.0.1:24004/graphql');
    expect(gatewayConfig({ supergraph: 'any' }).zoneUrl('nanjiang', COMPOSED)).toBe(COMPOSED);
  });

  test('any other zone is where the supergraph says', () => {
    expect(gatewayConfig().zoneUrl('my-zone', COMPOSED)).toBe(COMPOSED);
  });

  test('a zone without an address is a fault that names the setting', () => {
    const find = (): string => gatewayConfig().zoneUrl('my-zone', '');
    expect(find).toThrow(new StartupError('the supergraph names no address for my-zone; set ZONE_URL_MY_ZONE'));
  });
});
