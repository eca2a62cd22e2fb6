/** The environment, read once, validated, all faults listed together. The only place that touches process.env. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { StartupError } from './startup-error.ts';

/** Settings every process has. Documented in README.md. */
export const commonSettings = {
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65_500).default(4000),
  DATA_DIR: z.string().min(1).default('.data'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the named settings; an empty value counts as not set. Throws a StartupError that lists every fault. */
export function readEnv<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Environment = process.env,
): z.infer<z.ZodObject<Shape>> {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '');
  const read = z.object(shape).safeParse(Object.fromEntries(given));
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new StartupError(`the environment is not usable: ${faults.join('; ')}. See "Settings" in README.md`);
}

/** The environment to hand to a child process, with `settings` added. */
export function childEnv(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...settings };
}

/** Settings whose names are not known beforehand (one a zone): PREFIX + name. Checked like the others. */
export function prefixedSettings(
  prefix: string,
  value: z.ZodType<string>,
  environment: Environment = process.env,
): ReadonlyMap<string, string> {
  const names = Object.keys(environment).filter((name) => name.startsWith(prefix) && environment[name] !== '');
  const read = readEnv(Object.fromEntries(names.map((name) => [name, value])), environment);
  return new Map(Object.entries(read).map(([name, given]) => [name.slice(prefix.length), given]));
}

/**
 * The key shared by the gateway and the core: GATEWAY_KEY, else the file that `npm start` keeps in the data directory,
 * so that a zone started alone beside a running platform fits in. Undefined: nothing is signed or believed.
 */
export function gatewayKey(settings: { GATEWAY_KEY?: string | undefined; DATA_DIR: string }): string | undefined {
  if (settings.GATEWAY_KEY) return settings.GATEWAY_KEY;
  try {
    return readFileSync(gatewayKeyFile(settings.DATA_DIR), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

export function gatewayKeyFile(dataDir: string): string {
  return path.join(dataDir, 'gateway.key');
}

/** @apollo/gateway calls home at its start unless told otherwise before it is constructed; this platform never does. */
export function disableTelemetry(): void {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
}
