/** `npm run demo:data`: a year of made-up returns in the zones' own databases, for showing the platform. */
import path from 'node:path';
import { z } from 'zod';
import { ZONES } from '../../schema/zones.ts';
import { commonSettings, readEnv } from '../../infra/runtime/env.ts';
import { UsageError, runMain } from '../../infra/runtime/startup-error.ts';
import { prepareDatabase } from '../kit/database/prepare.ts';
import { checkBeforeDemo, fillWithDemo, type FillOptions } from '../kit/demo/fill.ts';
import { refuseYearToCome } from '../kit/demo/write.ts';
import type { ZoneDefinition } from '../kit/define-zone.ts';
import { signerIn } from '../kit/signing/keys.ts';
import { parsed, zoneNamed } from './programs.ts';

const HELP = `npm run demo:data -- [ZONE …]   写入一年的合成数据(非真实统计)/ a year of synthetic returns in the zones' own databases
  ZONE             区,默认全部 / default: all: ${ZONES.map(({ code }) => code).join(', ')}
  --year N         年份,默认 2025,未结束的时期不写 / the year (default 2025); periods that are not over are left out
  --seed N         种子,默认 1 / another seed makes other figures (default 1)
  --enterprises N  每区企业数,默认同文件所载 / in each zone (default: as many as the paper gives); those above scale are a share of them
  DATABASE_URL, SIGNING_KEY_FILE   指明一个区时可用 / as in "npm run zone", when one zone is named
  DATA_DIR                         同 npm run zone / as in "npm run zone"
再次运行不作改动;已有真实报送或企业的库不写入;平台可照常运行
Run again it changes nothing. It writes nothing beside returns or enterprises that are not synthetic, in no zone. The platform may be running.
`;

const settings = {
  ...commonSettings,
  DATABASE_URL: z.string().min(1).optional(),
  SIGNING_KEY_FILE: z.string().min(1).optional(),
};

const whole = (least: number, most: number) => {
  const error = `应为 ${least} 至 ${most} 的整数 / must be a whole number from ${least} to ${most}`;
  return z.string().regex(/^\d+$/, { error, abort: true }).transform(Number).pipe(z.number({ error }).min(least, { error }).max(most, { error })); // prettier-ignore
};
const options = z.object({
  year: whole(2021, 2099),
  seed: whole(0, Number.MAX_SAFE_INTEGER),
  enterprises: whole(1, 99_999).optional(),
});

await runMain(async () => {
  const { values, positionals } = parsed({
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
    throw new UsageError(`${faults.join('; ')};见 / see --help`);
  }
  const zones = await Promise.all(
    (positionals.length > 0 ? positionals : ZONES.map(({ code }) => code)).map(zoneNamed),
  );
  const env = readEnv(settings);
  if (zones.length > 1 && (env.DATABASE_URL !== undefined || env.SIGNING_KEY_FILE !== undefined)) {
    throw new UsageError('DATABASE_URL、SIGNING_KEY_FILE 只属一个区,请指明 / are of one zone; name it');
  }
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  refuseYearToCome(asked.data.year); // before a database is made
  const open: (readonly [ZoneDefinition, FillOptions])[] = [];
  try {
    for (const zone of zones) {
      const { code } = zone;
      const signer = signerIn(env.SIGNING_KEY_FILE ?? path.join(env.DATA_DIR, 'keys', `${code}.jwk`));
      const url = env.DATABASE_URL ?? `sqlite:${path.join(env.DATA_DIR, `${code}.db`)}`;
      const { database } = await prepareDatabase({ zone, databaseUrl: url, seed: true, signer });
      open.push([zone, { ...asked.data, database, signer, say }]);
    }
    // All or none: whoever is refused for one zone has not filled the others.
    for (const [zone, options] of open) await checkBeforeDemo(zone, options);
    for (const [zone, options] of open) await fillWithDemo(zone, options);
  } finally {
    for (const [, { database }] of open) await database.destroy();
  }
});
