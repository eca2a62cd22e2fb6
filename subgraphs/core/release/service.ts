/** Releases as they are looked up, by the resolvers here and other mechanisms: together for all that one request asks about. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { ZoneContext } from '../../kit/index.ts';
import type { Consolidation, Figure, ZoneAnswer } from '../consolidation/service.ts';
import { figuresOf, manifestsOf } from './contents.ts';
import { damaged } from './problems.ts';
import type { Json } from './rules/canonical.ts';
import { changesBetween, type ReleaseChange } from './rules/changes.ts';
import type { Manifest } from './rules/content.ts';
import { readFigure } from './rules/figures.ts';
import { lastReleases, nameOf, releasesById, type ReleaseKey, type StoredRelease } from './store.ts';

export type { StoredRelease };

interface LastKey extends ReleaseKey {
  /** null is now. */
  readonly asOf: string | null;
}

interface Loaders {
  readonly byId: DataLoader<string, StoredRelease | null>;
  readonly last: DataLoader<LastKey, StoredRelease | null, string>;
  readonly manifest: DataLoader<StoredRelease, Manifest, string>;
  readonly figures: DataLoader<StoredRelease, Json[], string>;
}

const loaders = new WeakMap<ZoneContext, Loaders>();

function loadersOf(context: ZoneContext): Loaders {
  const { database } = context;
  const byId = { cacheKeyFn: ({ id }: StoredRelease) => id };
  const lastName = (key: LastKey): string => `${nameOf(key)} ${key.asOf ?? ''}`;
  const made = loaders.get(context) ?? {
    byId: new DataLoader((ids: readonly string[]) => releasesById(database, ids)),
    last: new DataLoader((keys: readonly LastKey[]) => together(database, keys), { cacheKeyFn: lastName }),
    manifest: new DataLoader((releases: readonly StoredRelease[]) => manifestsOf(database, releases), byId),
    figures: new DataLoader((releases: readonly StoredRelease[]) => figuresOf(database, releases), byId),
  };
  loaders.set(context, made);
  return made;
}

/** Mostly of one instant. */
async function together(database: DataSource, keys: readonly LastKey[]): Promise<(StoredRelease | null)[]> {
  const found = new Map<LastKey, StoredRelease | null>();
  for (const [asOf, group] of Map.groupBy(keys, (key) => key.asOf)) {
    const releases = await lastReleases(database, group, asOf);
    for (const [at, key] of group.entries()) found.set(key, releases[at] ?? null);
  }
  return keys.map((key) => found.get(key) ?? null);
}

export function releaseById(id: string, context: ZoneContext): Promise<StoredRelease | null> {
  return loadersOf(context).byId.load(id);
}

export function manifestOf(release: StoredRelease, context: ZoneContext): Promise<Manifest> {
  return loadersOf(context).manifest.load(release);
}

export async function figuresIn(release: StoredRelease, context: ZoneContext): Promise<Figure[]> {
  return readFigures(release, await loadersOf(context).figures.load(release));
}

/** Errors: RELEASE_DAMAGED. */
export function readFigures(release: StoredRelease, stored: readonly Json[]): Figure[] {
  return stored.map((each) => {
    const figure = readFigure(each);
    if (figure) return figure;
    throw damaged(release);
  });
}

/** Errors: RELEASE_DAMAGED, where the release that this one follows is gone. */
export async function previousOf(release: StoredRelease, context: ZoneContext): Promise<StoredRelease | null> {
  if (!release.previous) return null;
  const previous = await releaseById(release.previous.id, context);
  if (previous) return previous;
  throw damaged({ id: release.previous.id, number: release.number - 1 });
}

export async function changesOf(release: StoredRelease, context: ZoneContext): Promise<ReleaseChange[]> {
  const previous = await previousOf(release, context);
  if (!previous) return [];
  const content = async (each: StoredRelease) => {
    const [manifest, figures] = await Promise.all([manifestOf(each, context), figuresIn(each, context)]);
    return { manifest, figures };
  };
  return changesBetween(await content(previous), await content(release));
}

/** Whether made-up demonstration data went in. */
export async function isSynthetic(release: StoredRelease, context: ZoneContext): Promise<boolean> {
  const { returns } = await manifestOf(release, context);
  return returns.some(({ synthetic }) => synthetic);
}

/** The last release of what is consolidated that was made by the same instant. */
export function lastReleaseOf(about: Consolidation, context: ZoneContext): Promise<StoredRelease | null> {
  const { form, period, perimeter, asOf } = about;
  return loadersOf(context).last.load({ form, period, perimeter, asOf });
}

/** Whether the live answers are the very returns of the last release; null without one, or while a zone does not answer. */
export async function isCurrent(about: Consolidation, context: ZoneContext): Promise<boolean | null> {
  const release = await lastReleaseOf(about, context);
  if (!release) return null;
  const [{ returns }, answers] = await Promise.all([manifestOf(release, context), about.answers(context)]);
  const released = new Map(returns.map(({ zone, digest }) => [zone, digest]));
  const same = answers.map(({ zone, answer }) => isSame(answer, released.get(zone)));
  return same.includes(false) ? false : same.includes(null) ? null : true;
}

function isSame(answer: ZoneAnswer['answer'], digest: string | undefined): boolean | null {
  if (typeof answer === 'string') return null;
  return answer.reported ? answer.digest === digest : digest === undefined;
}
