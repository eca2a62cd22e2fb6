/** A fault that stops a process at its start, said in one line that tells the operator what to do. */
export class StartupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartupError';
  }
}

/** What was asked of a command cannot be meant: exit code 2, as is usual. */
export class UsageError extends StartupError {}

/** The reason inside a system error (EACCES, ECONNREFUSED …), or its message on one line. */
export function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? text;
}

/**
 * Runs a program's main function. A StartupError, or an option that is not known, becomes one line and exit code 1;
 * anything else, which is a fault of ours, its stack.
 */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${lineFor(error)}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  }
}

function lineFor(error: unknown): string {
  if (error instanceof StartupError) return `yihe: ${error.message}`;
  if (!(error instanceof Error)) return String(error);
  if (reasonOf(error).startsWith('ERR_PARSE_ARGS')) return `yihe: ${error.message.split('. ')[0] ?? ''}; see --help`;
  return error.stack ?? error.message;
}
