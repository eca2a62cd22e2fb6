/** What other mechanisms ask of the office's decisions, and how a release closes what was accepted. */
import DataLoader from 'dataloader';
import type { EntityManager } from 'typeorm';
import { reached, type Decision, type ZoneContext } from '../../kit/index.ts';
import type { Verifier } from './authentic.ts';
import { mayFollow, standing } from './rules.ts';
import { addDecision, decisionsAbout, decisionsOn, type DecisionBook, type RevisionKey } from './store.ts';

export { verdictOn } from './rules.ts';
export { momentOf, type DecisionBook, type RevisionKey } from './store.ts';

/** The decision that stands of a revision, and when it was accepted, if it was. */
export interface Decided extends Decision {
  readonly acceptedAt: string | null;
}

/** What was decided of a form's returns, as of an instant. */
export interface Decisions {
  on(zone: string, period: string, revision: number): Decided | undefined;
  /** Every decision on a zone's revisions for a period. */
  all(zone: string, period: string): readonly Decision[];
}

export interface ReturnsOfForm {
  readonly form: string;
  readonly periods: readonly string[];
}

/** By zone, period and revision the decision that stood at an instant, or stands now; one statement. */
export async function decisionsOf(book: DecisionBook, keys: ReturnsOfForm, asOf: string | null): Promise<Decisions> {
  if (asOf !== null) await reached(Date.parse(asOf));
  const found = await decisionsAbout(book, keys, asOf);
  const made = Map.groupBy(found, nameOf);
  return {
    all: (zone, period) => found.filter((each) => each.zone === zone && each.period === period),
    on: (zone, period, revision) => {
      const all = made.get(nameOf({ zone, period, revision })) ?? [];
      const latest = standing(all);
      const acceptedAt = all.find(({ outcome }) => outcome === 'ACCEPTED')?.decidedAt ?? null;
      return latest && { ...latest, acceptedAt };
    },
  };
}

function nameOf({ zone, period, revision }: Pick<RevisionKey, 'zone' | 'period' | 'revision'>): string {
  return `${zone} ${period} ${revision}`;
}

interface PeriodKey {
  readonly form: string;
  readonly period: string;
  readonly asOf: string | null;
}

/** One a request: the periods that are asked about together are looked up together. */
const loaders = new WeakMap<ZoneContext, DataLoader<PeriodKey, Decisions, string>>();

/** What was decided of one form and period, for one of many questions of a request. */
export function decisionsFor(key: PeriodKey, context: ZoneContext): Promise<Decisions> {
  const loader =
    loaders.get(context) ??
    new DataLoader((keys: readonly PeriodKey[]) => together(context, keys), {
      cacheKeyFn: ({ form, period, asOf }) => `${form} ${period} ${asOf ?? ''}`,
    });
  loaders.set(context, loader);
  return loader.load(key);
}

async function together(book: DecisionBook, keys: readonly PeriodKey[]): Promise<Decisions[]> {
  const about = ({ form, asOf }: PeriodKey): string => `${form} ${asOf ?? ''}`;
  const found = new Map<string, Promise<Decisions>>();
  for (const [name, group] of Map.groupBy(keys, about)) {
    const [{ form, asOf } = { form: '', asOf: null }] = group;
    found.set(name, decisionsOf(book, { form, periods: group.map(({ period }) => period) }, asOf));
  }
  return Promise.all(keys.map((key) => found.get(about(key)) ?? Promise.reject(new TypeError(about(key)))));
}

export interface ClosedReturn extends RevisionKey {
  readonly digest: string;
}

/**
 * Closes what a release is made of, in the release's own transaction; what an earlier release has closed stays as it is. `at` is the
 * transaction's momentOf. Answers the decisions that were added.
 */
export async function closeReturns(
  manager: EntityManager,
  verifier: Verifier,
  returns: readonly ClosedReturn[],
  releaseId: string,
  at: Date,
): Promise<Decision[]> {
  const made: Decision[] = [];
  for (const { zone, form, period, revision, digest } of returns) {
    const key = { zone, form, period, revision };
    const found = await decisionsOn(manager, verifier, key);
    if (!found)
      throw new TypeError(`${zone} ${form} ${period} ${revision} has a decision that the core has not signed`);
    const before = standing(found);
    if (before?.digest !== digest || !(before.outcome === 'FINAL' || mayFollow(before.outcome, 'FINAL'))) {
      throw new TypeError(`a release closes what was accepted, which ${zone} ${form} ${period} ${revision} was not`);
    }
    if (before.outcome === 'FINAL') continue;
    const added = { ...key, digest, outcome: 'FINAL' as const, reason: null, at, releaseId };
    made.push(await addDecision(manager, verifier.signer, added));
  }
  return made;
}
