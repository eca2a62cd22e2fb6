/** Made-up years from the shell. */
import { afterAll, expect, test } from '@jest/globals';
import { run, temporaryFolder } from '../support/processes.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const demo = async (...args: readonly string[]) => {
  const ran = run('subgraphs/cli/demo-data.ts', args, { env: { DATA_DIR: folder } });
  const { code } = await ran.exited;
  return { code, output: ran.output(), errors: ran.errors() };
};

test('a zone that cannot be filled keeps all others from being filled', async () => {
  expect(await demo('tongjiang', '--enterprises', '3')).toMatchObject({ code: 0 });
  const refused = await demo('enyang', 'tongjiang', '--enterprises', '3', '--seed', '2');
  expect(refused).toMatchObject({ code: 1, output: '' });
  expect(refused.errors).toMatch(/^yihe: tongjiang 的企业名录另有企业.*another seed.*nothing was written/);
  expect(await demo('enyang', '--enterprises', '3', '--seed', '3')).toMatchObject({ code: 0 }); // is empty still
}, 60_000);
