/** Hands orders to the load generator's process. */
import type { Running, Stage } from '../tools/stage.ts';
import { loadResult, type LoadOrder, type LoadResult } from './order.ts';

export type LoadClient = (order: Omit<LoadOrder, 'first'>) => Promise<LoadResult>;

/** One generator for all contenders: what has warmed up in it has warmed up for all, and no request number comes twice. */
export async function startLoad(stage: Stage): Promise<LoadClient> {
  const running = await stage.start({ name: 'the load generator', program: ['test/bench/load/generator.ts'] });
  let first = 1;
  return async (order) => {
    const result = await reply(running, { ...order, first });
    first += result.sent;
    return result;
  };
}

function reply({ child }: Running, order: LoadOrder): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('the load generator ended'));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(loadResult.parse(message));
    });
    child.send(order);
  });
}
