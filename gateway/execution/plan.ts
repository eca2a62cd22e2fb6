/** A query plan as something to run: every kind of node becomes a step on the objects at its place in the answer. */
import type { PlanNode } from '@apollo/query-planner';
import { objectsAt, type Data } from './data.ts';
import { notResolvable } from './failure.ts';
import { Fetch } from './requests/fetch.ts';
import type { Run } from './run.ts';
import { withoutConflicts } from './planning/split.ts';
import type { PlanContext } from './requests/zone-request.ts';

export type Step = (objects: readonly Data[], run: Run) => Promise<void>;

/** A request of the plan, and the path of response names (without list positions) at which its data stand. */
export interface PlacedFetch {
  readonly fetch: Fetch;
  readonly path: readonly string[];
}

export interface CompiledPlan {
  readonly step: Step;
  readonly fetches: readonly PlacedFetch[];
}

export function compilePlan(node: PlanNode, context: PlanContext): CompiledPlan {
  const fetches: PlacedFetch[] = [];
  const compile = (each: PlanNode, path: readonly string[]): Step => {
    switch (each.kind) {
      case 'Sequence':
        return inTurn(each.nodes.map((inner) => compile(inner, path)));
      case 'Parallel':
        return atOnce(each.nodes.map((inner) => compile(inner, path)));
      case 'Flatten': {
        const names = each.path.filter((step) => step !== '@').map(String);
        return at(each.path, compile(each.node, [...path, ...names]));
      }
      case 'Condition':
        return when(
          each.condition,
          each.ifClause && compile(each.ifClause, path),
          each.elseClause && compile(each.elseClause, path),
        );
      case 'Fetch': {
        const parts = withoutConflicts(each, context.standIns, context.usedBy).map((part) => new Fetch(part, context));
        fetches.push(...parts.map((fetch) => ({ fetch, path })));
        return atOnce(parts.map((fetch) => (objects, run) => fetch.run(objects, run)));
      }
      case 'Defer':
        throw new TypeError('@defer is not supported'); // the planner is told so as well
    }
  };
  const step = compile(node, []);
  assertSound(fetches);
  return { step, fetches };
}

/** Refuses a plan in which some request needs what no other asks for. */
function assertSound(fetches: readonly PlacedFetch[]): void {
  for (const { fetch, path } of fetches) {
    const unasked = fetch.needs.find((name) => !isAsked([...path, name], fetch, fetches));
    if (unasked !== undefined) throw notResolvable(unasked);
  }
}

/** Whether some other request of the plan asks for what one needs. */
function isAsked(path: readonly string[], by: Fetch, fetches: readonly PlacedFetch[]): boolean {
  return fetches.some(
    ({ fetch, path: at }) =>
      fetch !== by &&
      at.every((step, index) => step === path[index]) &&
      fetch.request.asked.covers(path.slice(at.length)),
  );
}

function inTurn(steps: readonly Step[]): Step {
  return async (objects, run) => {
    for (const step of steps) await step(objects, run);
  };
}

function atOnce(steps: readonly Step[]): Step {
  const [only] = steps;
  if (only && steps.length === 1) return only;
  return async (objects, run) => {
    await Promise.all(steps.map((step) => step(objects, run)));
  };
}

function at(path: readonly (string | number)[], step: Step): Step {
  return async (objects, run) => {
    const found = objectsAt(objects, path);
    if (found.length > 0) await step(found, run);
  };
}

function when(variable: string, ifTrue: Step | undefined, otherwise: Step | undefined): Step {
  return async (objects, run) => {
    await (run.variables[variable] === true ? ifTrue : otherwise)?.(objects, run);
  };
}
