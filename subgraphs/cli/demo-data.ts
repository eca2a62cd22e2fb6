/** `npm run demo:data`: a year of made-up returns in the zones' own databases, for showing the platform. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ZONES } from '../../schema/zones.ts';
import { commonSettings, readEnv } from '../../infra/runtime/env.ts';
import { StartupError, runMain } from '../../infra/runtime/startup-error.ts';
import { prepareDatabase } from '../kit/database/prepare.ts';
import { fillWithDemo } from '../kit/demo/fill.ts';
import { signerIn } from '../kit/signing/keys.ts';
import { loadZone } from '../load-zone.ts';

const HELP = `npm run demo:data -- [ZONE …]   a year of synthetic returns in the zones' own databases / 写入一年的合成数据(非真实统计)
  ZONE             ${ZONES.map(({ code }) => code).join(', ')} (default: all)
  --year N         the year (default 2025); periods that are not over are left out
  --seed N         another seed makes other figures (default 1)
  --enterprises N  in each zone (default: as many as the paper gives); those above scale are a share of them
  DATABASE_URL, SIGNING_KEY_FILE   as in "npm run zone", when one zone is named
  DATA_DIR                         as in "npm run zone"
Run again it changes nothing. It writes nothing beside returns or enterprises that are not synthetic. The platform may be running.
`;

const settings = {
  ...commonSettings,
  DATABASE_URL: z.string().min(1).optional(),
  SIGNING_KEY_FILE: z.string().min(1).optional(),
};

const options = z.object({
  year: z.coerce.number().int().min(2021).max(2099),
  seed: z.coerce.number().int().min(0),
  enterprises: z.coerce.number().int().min(1).max(99_999).optional(),
});

await runMain(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      year: { type: 'string', default: '2025' },
      seed: { type: 'string', default: '1' },
      enterprises: { type: 'string' },
    },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return;
  }
  const asked = options.safeParse(values);
  if (!asked.success) {
    const faults = asked.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`);
    throw new StartupError(`${faults.join('; ')}; see --help`);
  }
  const zones = await Promise.all((positionals.length > 0 ? positionals : ZONES.map(({ code }) => code)).map(loadZone));
  const env = readEnv(settings);
  if (zones.length > 1 && (env.DATABASE_URL !== undefined || env.SIGNING_KEY_FILE !== undefined)) {
    throw new StartupError('DATABASE_URL and SIGNING_KEY_FILE are of one zone; name it');
  }
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  for (const zone of zones) {
    const { code } = zone;
    const signer = signerIn(env.SIGNING_KEY_FILE ?? path.join(env.DATA_DIR, 'keys', `${code}.jwk`));
    const url = env.DATABASE_URL ?? `sqlite:${path.join(env.DATA_DIR, `${code}.db`)}`;
    const { database } = await prepareDatabase({ zone, databaseUrl: url, seed: true, signer });
    try {
      await fillWithDemo(zone, { ...asked.data, database, signer, say });
    } finally {
      await database.destroy();
    }
  }
});
