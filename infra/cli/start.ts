/** `npm start`: the whole platform on this machine, every zone on its own embedded database, with the paper's figures. */
import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { commonSettings, gatewayKeyFile, readEnv } from '../runtime/env.ts';
import { StartupError, reasonOf, runMain } from '../runtime/startup-error.ts';
import { assertPortsFree, launches, start, stop, type Started } from './processes.ts';

const HELP = `npm start        run the gateway and every zone on this machine / 在本机启动网关与全部各区
  PORT           base port (default 4000): the gateway; the zones listen on the ports after it
  DATA_DIR       where the zones' databases lie (default .data); kept from start to start
  SEED           paper (default): fill empty databases with the paper's figures; none: leave them empty
  LOG_LEVEL      what the processes log (default warn here)
After "npm run compose" the running gateway takes the new supergraph over / 重新合成后网关自动换用.
Ctrl-C stops all of them. To stop one alone, end its process; to run it again: npm run zone -- ZONE
`;

await runMain(async () => {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help === true) {
    process.stdout.write(HELP);
    return;
  }
  const env = readEnv({ ...commonSettings, LOG_LEVEL: commonSettings.LOG_LEVEL.default('warn') });
  prepareDataDir(env.DATA_DIR);
  const planned = launches(env.PORT, env.DATA_DIR);
  await assertPortsFree(planned, env.HOST);

  // What is one zone's alone must not reach all of them.
  const none = { ZONE_PORT: '', DATABASE_URL: '' };
  const settings = {
    ...none,
    PORT: String(env.PORT),
    DATA_DIR: env.DATA_DIR,
    HOST: env.HOST,
    LOG_LEVEL: env.LOG_LEVEL,
  };
  const running: Started[] = [];
  let stopping = false;
  const isStopping = (): boolean => stopping;
  const stopAll = async (exitCode: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    const isGateway = ({ name }: Started): boolean => name === 'gateway';
    await Promise.all(running.filter(isGateway).map(stop)); // first, so that what is under way is still answered
    await Promise.all(running.filter((each) => !isGateway(each)).map(stop));
    process.exit(exitCode);
  };
  process.on('SIGINT', () => void stopAll(0));
  process.on('SIGTERM', () => void stopAll(0));

  const urls = new Map<string, string>();
  for (const launch of planned) {
    if (isStopping()) return;
    const databaseUrl = launch.database === '' ? {} : { DATABASE_URL: `sqlite:${launch.database}` };
    process.stdout.write(`starting ${launch.name} ${launch.title} … `);
    const started = start(launch, { ...settings, ...databaseUrl });
    running.push(started);
    try {
      urls.set(launch.name, await started.ready);
    } catch (error) {
      if (isStopping()) return; // it ended because we were told to
      process.stdout.write('failed\n');
      process.stderr.write(`yihe: ${error instanceof Error ? error.message : String(error)}; see the line above\n`);
      await stopAll(1);
      return;
    }
    process.stdout.write('ready\n');
  }
  for (const { child, name } of running) {
    child.once('exit', (code, signal) => {
      if (!stopping)
        process.stderr.write(`yihe: ${name} ended (${signal ?? code}); the others go on. ${again(name, settings)}\n`);
    });
  }
  process.stdout.write(`\n${table(running, urls)}\n`);
  process.stdout.write(`Yihe ready: ${urls.get('gateway') ?? ''}\n`);
});

function again(name: string, { PORT, DATA_DIR }: Readonly<Record<'PORT' | 'DATA_DIR', string>>): string {
  return `Run it again: PORT=${PORT} DATA_DIR='${DATA_DIR}' npm run ${name === 'gateway' ? 'gateway' : `zone -- ${name}`}`;
}

/** The folder of the databases, and the key that the gateway and the core zone share. */
function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    const keyFile = gatewayKeyFile(dataDir);
    if (!existsSync(keyFile)) writeFileSync(keyFile, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  } catch (error) {
    throw new StartupError(
      `the data directory ${dataDir} cannot be used (${reasonOf(error)}). Give DATA_DIR a folder that this user may read and write`,
      { cause: error },
    );
  }
}

function table(running: readonly Started[], urls: ReadonlyMap<string, string>): string {
  const rows = running.map(({ name, database, child }) => [
    name,
    urls.get(name) ?? '',
    database || '-',
    `ready (pid ${child.pid ?? '?'})`,
  ]);
  const lines = [['process', 'URL', 'database', 'state'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
