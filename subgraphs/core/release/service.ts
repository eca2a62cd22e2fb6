/** Releases as they are looked up, by the resolvers here and other mechanisms: together for all that one request asks about. */
import DataLoader from 'dataloader';
import type { ZoneContext } from '../../kit/index.ts';
import type { Consolidation, Figure, ZoneAnswer } from '../consolidation/service.ts';
import { changesBetween, type ReleaseChange } from './rules/changes.ts';
import type { Manifest } from './rules/content.ts';
import { readFigure } from './rules/figures.ts';
import { contentsOf, nameOf, releasesById, releasesOf, type ReleaseKey, type StoredRelease } from './store.ts';

export type { StoredRelease };

export interface Content {
  readonly manifest: Manifest;
  readonly figures: readonly Figure[];
}

interface Loaders {
  readonly byId: DataLoader<string, StoredRelease | null>;
  readonly byKey: DataLoader<ReleaseKey, StoredRelease[], string>;
  readonly content: DataLoader<StoredRelease, Content, string>;
}

const loaders = new WeakMap<ZoneContext, Loaders>();

function loadersOf(context: ZoneContext): Loaders {
  const { database } = context;
  const made = loaders.get(context) ?? {
    byId: new DataLoader((ids: readonly string[]) => releasesById(database, ids)),
    byKey: new DataLoader((keys: readonly ReleaseKey[]) => releasesOf(database, keys), { cacheKeyFn: nameOf }),
    content: new DataLoader(
      async (releases: readonly StoredRelease[]) =>
        (await contentsOf(database, releases)).map(({ manifest, figures }) => {
          return { manifest, figures: figures.map(readFigure) };
        }),
      { cacheKeyFn: ({ id }: StoredRelease) => id },
    ),
  };
  loaders.set(context, made);
  return made;
}

export function releaseById(id: string, context: ZoneContext): Promise<StoredRelease | null> {
  return loadersOf(context).byId.load(id);
}

export function contentOf(release: StoredRelease, context: ZoneContext): Promise<Content> {
  return loadersOf(context).content.load(release);
}

export async function previousOf(release: StoredRelease, context: ZoneContext): Promise<StoredRelease | null> {
  const all = await loadersOf(context).byKey.load(release);
  return all.find(({ number }) => number === release.number - 1) ?? null;
}

export async function changesOf(release: StoredRelease, context: ZoneContext): Promise<ReleaseChange[]> {
  const previous = await previousOf(release, context);
  if (!previous) return [];
  const [before, after] = await Promise.all([contentOf(previous, context), contentOf(release, context)]);
  return changesBetween(before, after);
}

/** The last release of what is consolidated, as of the same instant. */
export async function lastReleaseOf(about: Consolidation, context: ZoneContext): Promise<StoredRelease | null> {
  const { form, period, perimeter, asOf } = about;
  const all = await loadersOf(context).byKey.load({ form, period, perimeter });
  return all.findLast((each) => asOf === null || Date.parse(each.asOf) <= Date.parse(asOf)) ?? null;
}

/** Whether the live answers are the very returns of the last release; null without one, or while a zone does not answer. */
export async function isCurrent(about: Consolidation, context: ZoneContext): Promise<boolean | null> {
  const release = await lastReleaseOf(about, context);
  if (!release) return null;
  const [{ manifest }, answers] = await Promise.all([contentOf(release, context), about.answers(context)]);
  const released = new Map(manifest.returns.map(({ zone, digest }) => [zone, digest]));
  const same = answers.map(({ zone, answer }) => isSame(answer, released.get(zone)));
  return same.includes(false) ? false : same.includes(null) ? null : true;
}

function isSame(answer: ZoneAnswer['answer'], digest: string | undefined): boolean | null {
  if (typeof answer === 'string') return null;
  return answer.reported ? answer.digest === digest : digest === undefined;
}
