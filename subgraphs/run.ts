/** Runs one zone alone, as a district's own IT team does: `npm run zone -- bazhou`. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { CORE, ZONES, zonePort } from '../schema/zones.ts';
import { gatewayKey, readEnv } from '../infra/runtime/env.ts';
import { createLogger } from '../infra/runtime/logger.ts';
import { onShutdown } from '../infra/runtime/shutdown.ts';
import { runMain } from '../infra/runtime/startup-error.ts';
import { signerIn } from './kit/signing/keys.ts';
import { keysIn } from './kit/signing/registered.ts';
import { startZone } from './kit/zone-server.ts';
import { loadZone } from './load-zone.ts';
import { databaseUrl, keysFolder, officeOf, zoneSettings } from './cli/programs.ts';

const HELP = `npm run zone -- ZONE        run one zone's subgraph / 单独运行一个区
  ZONE          one of: ${ZONES.map((zone) => `${zone.code} ${zone.name}`).join(', ')}
  DATABASE_URL  sqlite:PATH or mysql://user:password@host:port/database (default sqlite:DATA_DIR/ZONE.db)
  PORT          base port (default 4000); the zone listens on the base port plus its place in the list above
  ZONE_PORT     this zone's port, whatever PORT says
  HOST          address to listen on (default 127.0.0.1)
  MAX_BODY_BYTES  the largest request taken (default 1000000; the core 128000000: it is handed all answers)
  SIGNING_KEY_FILE  the zone's own Ed25519 key as JWK (default DATA_DIR/keys/ZONE.jwk); made at the first start
  REGISTERED_KEYS_DIR  the public keys that count, ZONE.pub.jwk (default DATA_DIR/keys, where a new key's public half is put too)
  CORE_URL          where the core listens, which knows what the office decided (default by HOST and PORT)
  SEED          paper (default): fill an empty database with the paper's figures; none: leave it empty
  DATA_DIR, LOG_LEVEL, GATEWAY_KEY: see "Settings" in README.md
`;

const settings = {
  ...zoneSettings,
  ZONE_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  GATEWAY_KEY: z.string().min(16).optional(),
  SIGNING_KEY_FILE: z.string().min(1).optional(),
  MAX_BODY_BYTES: z.coerce.number().int().min(1_000).optional(),
  SEED: z.enum(['paper', 'none']).default('paper'),
};

/** The core is handed the other zones' whole answers; a district is asked questions only. */
const CORE_BODY_LIMIT = 128_000_000;
const ZONE_BODY_LIMIT = 1_000_000;

await runMain(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  const [code] = positionals;
  if (values.help === true || code === undefined) {
    process.stdout.write(HELP);
    if (values.help !== true) process.exitCode = 2;
    return;
  }
  const zone = await loadZone(code);
  const env = readEnv(settings);
  const log = createLogger(code, env.LOG_LEVEL);
  const key = gatewayKey(env);
  if (code === CORE && key === undefined) {
    log.warn('GATEWAY_KEY is not set: why zones are missing from a total is not believed, and reads NO_ANSWER');
  }
  const running = await startZone({
    zone,
    databaseUrl: databaseUrl(code, env),
    seed: env.SEED === 'paper',
    signer: signerIn(env.SIGNING_KEY_FILE ?? path.join(env.DATA_DIR, 'keys', `${code}.jwk`)),
    keys: keysIn(keysFolder(env)),
    office: officeOf(env),
    host: env.HOST,
    port: env.ZONE_PORT ?? zonePort(code, env.PORT),
    log,
    gatewayKey: key,
    bodyLimit: env.MAX_BODY_BYTES ?? (code === CORE ? CORE_BODY_LIMIT : ZONE_BODY_LIMIT),
  });
  process.send?.({ ready: running.url });
  onShutdown(() => running.stop(), log);
});
