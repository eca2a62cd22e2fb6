/** `npm run bench -- NAME [options]`: runs one benchmark against real processes. */
import { parseArgs } from 'node:util';
import type { Benchmark, Options } from './benchmark.ts';
import { consolidation } from './consolidation.ts';
import { contenderNamed, CONTENDERS } from './contenders/index.ts';
import { enterprises } from './enterprises.ts';
import { gateway } from './gateway.ts';
import { importing } from './import.ts';
import { returnsScale } from './returns-scale.ts';
import { profile } from './profile.ts';
import { SHAPES, shapeNamed } from './shapes/index.ts';
import { Stage } from './tools/stage.ts';
import { zone } from './zone.ts';

const BENCHMARKS: readonly Benchmark[] = [gateway, consolidation, zone, enterprises, importing, returnsScale];
const SECONDS = 8;
const ROUNDS = 3;
const ENTERPRISES = [100, 1000];

const list = (entries: readonly { name: string; about: string }[]): string =>
  entries.map(({ name, about }) => `    ${name.padEnd(16)}${about}`).join('\n');

const HELP = `npm run bench -- NAME [OPTIONS]     run a benchmark / 运行一项基准测试
  NAME is one of
${list(BENCHMARKS)}
  --json            print one JSON object on stdout instead of tables; progress goes to stderr either way
  --seconds N       how long each contender is measured in a round (default ${SECONDS})
  --rounds N        rounds; the median counts (default ${ROUNDS})
  --contender NAME  only this one; may be given several times (default: gateway all, consolidation ours and stock)
${list(CONTENDERS)}
  --shape NAME      gateway: only this one; may be given several times (default all)
${list(SHAPES)}
  --profile         gateway: ours alone on one shape (default zones), and where its time goes by package and function
  --database NAME   all but gateway: sqlite (default) or mariadb, a private server of its own
  --enterprises N   returns-scale: in each zone; twice for two sizes (default ${ENTERPRISES.join(' and ')})
Every contender runs in the same run and in turn, on one core; zones and load run on the other. See test/bench/README.md.
`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      json: { type: 'boolean' },
      seconds: { type: 'string', default: String(SECONDS) },
      rounds: { type: 'string', default: String(ROUNDS) },
      contender: { type: 'string', multiple: true },
      shape: { type: 'string', multiple: true },
      profile: { type: 'boolean' },
      database: { type: 'string', default: 'sqlite' },
      enterprises: { type: 'string', multiple: true, default: ENTERPRISES.map(String) },
    },
  });
  const [name, ...others] = positionals;
  if (values.help === true || name === undefined) {
    process.stdout.write(HELP);
    return 0;
  }
  const named = BENCHMARKS.find((each) => each.name === name);
  const benchmark = values.profile === true && named === gateway ? profile : named;
  if (!benchmark || others.length > 0) {
    const known = BENCHMARKS.map((each) => each.name).join(', ');
    throw new Error(benchmark ? 'one at a time' : `no benchmark is called ${name}; there are: ${known}`);
  }
  const options: Options = {
    shapes: values.shape ? values.shape.map(shapeNamed) : SHAPES,
    contenders: values.contender?.map(contenderNamed) ?? benchmark.contenders,
    seconds: positive('--seconds', values.seconds),
    rounds: positive('--rounds', values.rounds),
    database: database(values.database),
    enterprises: values.enterprises.map((size) => positive('--enterprises', size)),
  };
  const stage = new Stage();
  const interrupted = (): void => void stage.end().then(() => process.exit(130));
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  try {
    const { text, json, failed } = await benchmark.run(stage, options, say);
    process.stdout.write(`${values.json === true ? JSON.stringify(json) : text}\n`);
    return failed ? 1 : 0;
  } catch (error) {
    if (stage.isEnded) return 130; // interrupted: its processes were stopped under it
    throw error;
  } finally {
    await stage.end();
  }
}

function positive(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`${option} must be a whole number of at least 1`);
}

function database(name: string): Options['database'] {
  if (name === 'sqlite' || name === 'mariadb') return name;
  throw new Error(`no database is called ${name}; there are: sqlite, mariadb`);
}

try {
  process.exitCode = await main();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  // Node's message on an option that it does not know goes on with advice on how to escape it.
  say(`bench: ${message.startsWith('Unknown option') ? `${message.split('. ')[0] ?? ''}; see --help` : message}`);
  process.exitCode = 1;
}
