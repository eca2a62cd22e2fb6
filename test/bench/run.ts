/** `npm run bench -- NAME [--json]`: runs one benchmark against real processes. */
import { parseArgs } from 'node:util';
import { consolidation } from './consolidation.ts';
import { Stage, type Benchmark } from './stage.ts';

const BENCHMARKS: readonly Benchmark[] = [consolidation];

const HELP = `npm run bench -- NAME [--json]     run a benchmark / 运行一项基准测试
  --json        print one JSON object instead of the table; progress goes to stderr either way
NAME is one of
${BENCHMARKS.map(({ name, about }) => `  ${name.padEnd(14)}${about}`).join('\n')}
`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' } },
  });
  const [name, ...others] = positionals;
  if (values.help === true || name === undefined) {
    process.stdout.write(HELP);
    return 0;
  }
  const benchmark = BENCHMARKS.find((each) => each.name === name);
  if (!benchmark || others.length > 0) {
    const known = BENCHMARKS.map((each) => each.name).join(', ');
    say(`bench: ${benchmark ? 'one at a time' : `no benchmark is called ${name}`}; there are: ${known}`);
    return 1;
  }
  const stage = new Stage();
  const interrupted = (): void => void stage.end().then(() => process.exit(130));
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  try {
    const { text, json } = await benchmark.run(stage, say);
    process.stdout.write(`${values.json === true ? JSON.stringify(json) : text}\n`);
    return 0;
  } catch (error) {
    if (stage.isEnded) return 130; // interrupted: its processes were stopped under it
    throw error;
  } finally {
    await stage.end();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  say(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
