// npm start on an empty data directory, asked the paper's question as a new user would ask it, stopped with Ctrl-C, and
// started again on the same data.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const QUERY = `{ consolidation(period: "2021-01-01/..") {
  figure(indicator: "INDUSTRIAL_OUTPUT") { value(unitMult: 8) obsStatus coverage { expected reported gaps { zone reason } } } } }`;
const EXPECTED = JSON.stringify({
  data: {
    consolidation: {
      figure: {
        value: '136.667',
        obsStatus: 'P',
        coverage: { expected: 5, reported: 4, gaps: [{ zone: 'core', reason: 'NOT_REPORTED' }] },
      },
    },
  },
});

const dataDir = mkdtempSync(path.join(tmpdir(), 'yihe-smoke-'));
const port = await freeBase();
for (const start of ['first', 'second']) {
  const platform = spawn('npm', ['start'], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir },
    detached: true,
  });
  platform.stderr.pipe(process.stderr);
  try {
    await new Promise((resolve, reject) => {
      let output = '';
      const timer = setTimeout(() => reject(new Error(`not ready after two minutes:\n${output}`)), 120_000);
      platform.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
      platform.stdout.on('data', (chunk) => {
        output += chunk;
        if (!output.includes(`Yihe ready: http://127.0.0.1:${port}/graphql`)) return;
        clearTimeout(timer);
        resolve();
      });
    });
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY }),
    });
    const answer = await response.text();
    if (answer.trim() !== EXPECTED) throw new Error(`the ${start} start answered ${answer}, expected ${EXPECTED}`);
  } catch (error) {
    process.kill(-platform.pid, 'SIGKILL');
    throw error;
  }
  const ended = new Promise((resolve) => platform.once('exit', resolve));
  process.kill(-platform.pid, 'SIGINT'); // as a terminal does: to the whole group
  await ended;
  if (!(await isFree(port))) throw new Error(`after Ctrl-C port ${port} is still taken`);
  console.log(`the ${start} start answered as expected`);
}
rmSync(dataDir, { recursive: true, force: true });

async function freeBase() {
  for (;;) {
    const base = 10_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all([0, 1, 2, 3, 4, 5].map((offset) => isFree(base + offset)));
    if (free.every(Boolean)) return base;
  }
}

function isFree(candidate) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(candidate, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
