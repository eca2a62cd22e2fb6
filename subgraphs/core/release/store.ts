/** Releases in the core's own database: adding one, and reading what was released. Never updating. */
import { In, type DataSource, type EntityManager, type EntitySchema, type ObjectLiteral } from 'typeorm';
import {
  ReleasedCellSchema,
  ReleasedExplanationSchema,
  ReleasedFigureSchema,
  ReleasedGapSchema,
  ReleasedReturnSchema,
  ReleaseSchema,
  type ReleasedCellRow,
  type ReleasedExplanationRow,
  type ReleasedReturnRow,
  type ReleaseRow,
} from './entities.ts';
import { plain, type Json } from './rules/canonical.ts';
import {
  mode,
  perimeter,
  type AnsweredCell,
  type Explanation,
  type Manifest,
  type ReleaseContent,
  type ReleasedReturn,
  type ReleaseIdentity,
  type SignedReturn,
  type Versions,
} from './rules/content.ts';

/** A release without its content, instants as the scalar DateTime has them. */
export interface StoredRelease extends ReleaseIdentity, Omit<ReleaseContent, 'manifest' | 'figures'> {
  readonly synthetic: boolean;
  readonly versions: Versions;
  readonly signature: string;
  readonly keyId: string;
}

export interface StoredContent {
  readonly manifest: Manifest;
  /** As `plain` made them of figures; `readFigure` makes figures of them. */
  readonly figures: readonly Json[];
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
  const { returns, gaps, ...versions } = content.manifest;
  const { form, period, perimeter: under, mode: how, reason, asOf } = content;
  const releaseId = identity.id;
  await manager.insert(ReleaseSchema, {
    ...{ ...identity, form, period, perimeter: under, mode: how, reason, ...versions, signature, keyId },
    asOf: new Date(asOf),
    releasedAt: new Date(identity.releasedAt),
    synthetic: returns.some(({ synthetic }) => synthetic) ? 1 : 0,
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
type Source = DataSource | EntityManager;

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

export function nameOf({ form, period, perimeter: under }: ReleaseKey): string {
  return `${form} ${period} ${under}`;
}

function stored(row: ReleaseRow): StoredRelease {
  const { standardVersion, perimeterVersion, eliminationVersion, formulaVersion, ...facts } = row;
  return {
    ...facts,
    perimeter: perimeter.parse(row.perimeter),
    mode: mode.parse(row.mode),
    asOf: row.asOf.toISOString(),
    releasedAt: row.releasedAt.toISOString(),
    synthetic: row.synthetic === 1,
    versions: { standardVersion, perimeterVersion, eliminationVersion, formulaVersion },
  };
}

/** The manifests and figures of releases, in the order asked. */
export async function contentsOf(source: Source, releases: readonly StoredRelease[]): Promise<StoredContent[]> {
  const releaseId = In(releases.map(({ id }) => id));
  const returns = await source
    .getRepository(ReleasedReturnSchema)
    .find({ where: { releaseId }, order: { zone: 'ASC' } });
  const gaps = await source.getRepository(ReleasedGapSchema).find({ where: { releaseId }, order: { zone: 'ASC' } });
  const figures = await source
    .getRepository(ReleasedFigureSchema)
    .find({ where: { releaseId }, order: { position: 'ASC', piece: 'ASC' } });
  const ofRelease = ({ releaseId: id }: { releaseId: string }): string => id;
  const [itsReturns, itsGaps] = [Map.groupBy(returns, ofRelease), Map.groupBy(gaps, ofRelease)];
  const itsPieces = Map.groupBy(figures, ofRelease);
  return releases.map(({ id, versions }) => {
    const texts = Map.groupBy(itsPieces.get(id) ?? [], ({ position }) => position);
    return {
      manifest: {
        ...versions,
        returns: (itsReturns.get(id) ?? []).map(releasedReturn),
        gaps: (itsGaps.get(id) ?? []).map(({ zone, reason }) => ({ zone, reason })),
      },
      figures: [...texts.values()].map((rows) => parsed(rows.map(({ content }) => content).join(''))),
    };
  });
}

/** What is no JSON any more is given as it is: a verification then says what is wrong with it. */
function parsed(text: string): Json {
  try {
    return plain(JSON.parse(text));
  } catch {
    return text;
  }
}

function releasedReturn(row: ReleasedReturnRow): ReleasedReturn {
  const { zone, revision, standardVersion, synthetic, digest, signature, keyId, recordedAt, acceptedAt } = row;
  return {
    ...{ zone, revision, standardVersion, digest, signature, keyId },
    synthetic: synthetic === 1,
    recordedAt: recordedAt.toISOString(),
    acceptedAt: acceptedAt.toISOString(),
  };
}

/** The returns of a release with all that their zones signed, as they were answered then. */
export async function returnsOf(
  source: Source,
  { id: releaseId, form, period }: StoredRelease,
): Promise<SignedReturn[]> {
  const rows = await source.getRepository(ReleasedReturnSchema).findBy({ releaseId });
  const said = await source.getRepository(ReleasedExplanationSchema).findBy({ releaseId });
  const cells = await source.getRepository(ReleasedCellSchema).findBy({ releaseId });
  return rows.map((row) => {
    const { zone, reason, enterpriseDigest } = row;
    const isOf = (each: { zone: string }): boolean => each.zone === zone;
    return {
      ...releasedReturn(row),
      ...{ form, period, reason, enterpriseDigest },
      explanations: said.filter(isOf).map(explanation),
      observations: cells.filter(isOf).map(cell),
    };
  });
}

function explanation({ rule, indicator, block, text }: ReleasedExplanationRow): Explanation {
  return { rule, indicator: indicator || null, block: block || null, text };
}

function cell(row: ReleasedCellRow): AnsweredCell {
  const { block, indicator, value, decimals, unit, unitMult, obsStatus, counterpart, note } = row;
  return { indicator, block: block || null, value, decimals, unit, unitMult, obsStatus, counterpart, note };
}
