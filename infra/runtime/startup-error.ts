/** A fault that stops a process at its start, said in one line that tells the operator what to do. */
export class StartupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartupError';
  }
}

/** The reason inside a system error (EACCES, ECONNREFUSED …), or its message on one line. */
export function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') return error.code;
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? text;
}

/** Runs a program's main function: a StartupError becomes its one line and exit code 1, anything else a stack. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const line =
      error instanceof StartupError ? `yihe: ${error.message}` : error instanceof Error ? error.stack : error;
    process.stderr.write(`${String(line)}\n`);
    process.exit(1);
  }
}
