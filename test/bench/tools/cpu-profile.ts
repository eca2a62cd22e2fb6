/** Reads a V8 CPU profile: which functions and packages the time went to. */
import { z } from 'zod';
import { ROOT } from './stage.ts';

export const profileShape = z.object({
  startTime: z.number(),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
      children: z.array(z.number()).optional(),
    }),
  ),
});
type Profile = z.infer<typeof profileShape>;
type Node = Profile['nodes'][number];

/** Shares (0 to 1) of the busy time. `total`: with all that was called from there. */
export interface Cost {
  readonly name: string;
  readonly self: number;
  readonly total: number;
}

/** The costs between two moments (microseconds on the clock of the profile, the machine's monotonic one), dearest first. */
export function costs(profile: Profile, fromUs: number, toUs: number): { functions: Cost[]; packages: Cost[] } {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const spent = spentAt(profile, nodes, fromUs, toUs);
  return { functions: sums(functionName), packages: sums(packageName) };

  function sums(nameOf: (node: Node) => string): Cost[] {
    const self = new Map<string, number>();
    const total = new Map<string, number>();
    const add = (to: Map<string, number>, name: string, us: number): void =>
      void to.set(name, (to.get(name) ?? 0) + us);
    for (const [id, us] of spent) {
      const stack: string[] = [];
      for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
        const node = nodes.get(at);
        if (node) stack.push(nameOf(node));
      }
      add(self, stack[0] ?? '', us);
      for (const name of new Set(stack)) add(total, name, us);
    }
    const busy = [...spent.values()].reduce((sum, us) => sum + us, 0) || 1;
    return [...total]
      .filter(([name]) => name !== '(root)')
      .map(([name, us]) => ({ name, self: (self.get(name) ?? 0) / busy, total: us / busy }))
      .sort((a, b) => b.self - a.self);
  }
}

/** Microseconds by node, idle ones left out. */
function spentAt(
  profile: Profile,
  nodes: ReadonlyMap<number, Node>,
  fromUs: number,
  toUs: number,
): Map<number, number> {
  const spent = new Map<number, number>();
  let now = profile.startTime;
  profile.samples.forEach((id, index) => {
    const us = profile.timeDeltas[index] ?? 0;
    now += us;
    if (now < fromUs || now > toUs || nodes.get(id)?.callFrame.functionName === '(idle)') return;
    spent.set(id, (spent.get(id) ?? 0) + us);
  });
  return spent;
}

function functionName({ callFrame: { functionName: name, url, lineNumber } }: Node): string {
  if (url === '') return name || '(anonymous)';
  return `${name || '(anonymous)'} ${place(url)}:${lineNumber + 1}`;
}

function packageName({ callFrame: { functionName: name, url } }: Node): string {
  if (url === '') return name.startsWith('(') ? name : '(built in)';
  if (url.startsWith('node:')) return 'node';
  const [, scoped = ''] = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(url) ?? [];
  return scoped || place(url).split('/').slice(0, 2).join('/');
}

function place(url: string): string {
  return url
    .replace(/^file:\/\//, '')
    .replace(`${ROOT}/`, '')
    .replace(/^.*node_modules\//, '');
}
