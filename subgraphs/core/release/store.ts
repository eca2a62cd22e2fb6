/** Releases in the core's own database: adding one, and finding those that there are. Never updating. */
import { In, type DataSource, type EntityManager, type EntitySchema, type ObjectLiteral } from 'typeorm';
import { reached, readAsOf, sqlInstant } from '../../kit/index.ts';
import {
  ReleasedCellSchema,
  ReleasedExplanationSchema,
  ReleasedFigureSchema,
  ReleasedGapSchema,
  ReleasedReturnSchema,
  ReleaseSchema,
  type ReleasedReturnRow,
  type ReleaseRow,
} from './entities.ts';
import { damaged } from './problems.ts';
import {
  mode,
  perimeter,
  type PreviousRelease,
  type ReleaseContent,
  type ReleaseIdentity,
  type SignedReturn,
  type Versions,
} from './rules/content.ts';

/** A release without its content, instants as the scalar DateTime has them. */
export interface StoredRelease extends ReleaseIdentity, Omit<ReleaseContent, 'manifest' | 'figures'> {
  readonly versions: Versions;
  readonly previous: PreviousRelease | null;
  readonly signature: string;
  readonly keyId: string;
}

export interface NewRelease {
  readonly identity: ReleaseIdentity;
  readonly content: ReleaseContent;
  /** The returns of the manifest, with their cells. */
  readonly returns: readonly SignedReturn[];
  readonly signature: string;
  readonly keyId: string;
}

/** Rows in one statement: with the longest pieces still well below what a server takes at once. */
const CHUNK = 100;
/** Characters of a figure's JSON in one row: at most four bytes each, and a text of the MySQL family holds 65,535. */
const PIECE = 16_000;

/** Adds a release; the caller's transaction decides whether it stays. */
export async function addRelease(manager: EntityManager, added: NewRelease): Promise<void> {
  const { identity, content, signature, keyId } = added;
  const { returns, gaps, previous, ...versions } = content.manifest;
  const { form, period, perimeter: under, mode: how, reason, asOf } = content;
  const releaseId = identity.id;
  await manager.insert(ReleaseSchema, {
    ...{ ...identity, form, period, perimeter: under, mode: how, reason, ...versions, signature, keyId },
    asOf: new Date(asOf),
    releasedAt: new Date(identity.releasedAt),
    previousId: previous?.id ?? null,
    previousDigest: previous?.digest ?? null,
  });
  const signed = new Map(added.returns.map((each) => [each.zone, each]));
  const rows = returns.map(({ zone, synthetic, recordedAt, acceptedAt, ...facts }): ReleasedReturnRow => {
    const { reason: why = null, enterpriseDigest = null } = signed.get(zone) ?? {};
    const instants = { recordedAt: new Date(recordedAt), acceptedAt: new Date(acceptedAt) };
    return { ...facts, ...instants, releaseId, zone, synthetic: synthetic ? 1 : 0, reason: why, enterpriseDigest };
  });
  await insertAll(manager, ReleasedReturnSchema, rows);
  const said = added.returns.flatMap(({ zone, explanations }) =>
    explanations.map(({ rule, indicator, block, text }) => {
      return { releaseId, zone, rule, indicator: indicator ?? '', block: block ?? '', text };
    }),
  );
  await insertAll(manager, ReleasedExplanationSchema, said);
  const cells = added.returns.flatMap(({ zone, observations }) =>
    observations.map((cell) => ({ ...cell, releaseId, zone, block: cell.block ?? '' })),
  );
  await insertAll(manager, ReleasedCellSchema, cells);
  await insertAll(
    manager,
    ReleasedGapSchema,
    gaps.map((gap) => ({ ...gap, releaseId })),
  );
  const figures = content.figures.flatMap((figure, position) =>
    pieces(JSON.stringify(figure)).map((text, piece) => ({ releaseId, position, piece, content: text })),
  );
  await insertAll(manager, ReleasedFigureSchema, figures);
}

async function insertAll<Row extends ObjectLiteral>(
  manager: EntityManager,
  table: EntitySchema<Row>,
  rows: readonly Row[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += CHUNK) {
    await manager
      .createQueryBuilder()
      .insert()
      .into(table)
      .values(rows.slice(at, at + CHUNK))
      .execute();
  }
}

/** Cut between characters, never within one that takes two UTF-16 units. */
function pieces(text: string): string[] {
  const characters = Array.from(text);
  const count = Math.ceil(characters.length / PIECE);
  return Array.from({ length: count }, (_, at) => characters.slice(at * PIECE, (at + 1) * PIECE).join(''));
}

/** Where releases are looked for: all of a database, or what a transaction sees. */
export type Source = DataSource | EntityManager;

export async function releasesById(source: Source, ids: readonly string[]): Promise<(StoredRelease | null)[]> {
  const rows = await source.getRepository(ReleaseSchema).findBy({ id: In([...ids]) });
  const byId = new Map(rows.map((row) => [row.id, stored(row)]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** All, or those of one period; newest first. */
export async function allReleases(source: Source, period: string | null): Promise<StoredRelease[]> {
  const rows = await source.getRepository(ReleaseSchema).find({
    where: period === null ? {} : { period },
    order: { releasedAt: 'DESC', form: 'ASC', period: 'DESC', perimeter: 'ASC', number: 'DESC' },
  });
  return rows.map(stored);
}

export type ReleaseKey = Pick<ReleaseIdentity, 'form' | 'period' | 'perimeter'>;

/** The releases of each key, oldest first; one statement. */
export async function releasesOf(source: Source, keys: readonly ReleaseKey[]): Promise<StoredRelease[][]> {
  const where = keys.map(({ form, period, perimeter: under }) => ({ form, period, perimeter: under }));
  const rows = await source.getRepository(ReleaseSchema).find({ where, order: { number: 'ASC' } });
  const byKey = Map.groupBy(rows.map(stored), nameOf);
  return keys.map((key) => byKey.get(nameOf(key)) ?? []);
}

/** The last release of each key made by an instant, or by now; what is answered as of an instant never changes. */
export async function lastReleases(
  database: DataSource,
  keys: readonly ReleaseKey[],
  asOf: string | null,
): Promise<(StoredRelease | null)[]> {
  if (asOf !== null) await reached(Date.parse(asOf));
  const meant = keys.map(() => '(form = ? AND period = ? AND perimeter = ?)').join(' OR ');
  const statement = `SELECT id FROM statistics_release WHERE (${meant})${asOf === null ? '' : ' AND released_at <= ?'}`;
  const parameters = keys.flatMap(({ form, period, perimeter: under }) => [form, period, under]);
  const until = asOf === null ? [] : [sqlInstant(asOf)];
  const found = await readAsOf<{ id: string }>(database, asOf, statement, [...parameters, ...until]);
  const releases = (
    await releasesById(
      database,
      found.map(({ id }) => id),
    )
  ).filter((each) => each !== null);
  const byKey = Map.groupBy(
    releases.toSorted((a, b) => a.number - b.number),
    nameOf,
  );
  return keys.map((key) => byKey.get(nameOf(key))?.at(-1) ?? null);
}

export function nameOf({ form, period, perimeter: under }: ReleaseKey): string {
  return `${form} ${period} ${under}`;
}

function stored(row: ReleaseRow): StoredRelease {
  const { standardVersion, perimeterVersion, eliminationVersion, formulaVersion, ...more } = row;
  const { previousId, previousDigest, ...facts } = more;
  const [under, how] = [perimeter.safeParse(row.perimeter), mode.safeParse(row.mode)];
  if (!under.success || !how.success) throw damaged(row);
  return {
    ...facts,
    perimeter: under.data,
    mode: how.data,
    asOf: row.asOf.toISOString(),
    releasedAt: row.releasedAt.toISOString(),
    previous: previousId === null || previousDigest === null ? null : { id: previousId, digest: previousDigest },
    versions: { standardVersion, perimeterVersion, eliminationVersion, formulaVersion },
  };
}
