/** What releases hold, as it is read back from the core's own database. */
import { In } from 'typeorm';
import {
  ReleasedCellSchema,
  ReleasedExplanationSchema,
  ReleasedFigureSchema,
  ReleasedGapSchema,
  ReleasedReturnSchema,
  type ReleasedCellRow,
  type ReleasedExplanationRow,
  type ReleasedReturnRow,
} from './entities.ts';
import { plain, type Json } from './rules/canonical.ts';
import type { AnsweredCell, Explanation, Manifest, ReleasedReturn, SignedReturn } from './rules/content.ts';
import type { Source, StoredRelease } from './store.ts';

export interface StoredContent {
  readonly manifest: Manifest;
  /** As `plain` made them of figures; `readFigure` makes figures of them. */
  readonly figures: readonly Json[];
}

export async function contentOf(source: Source, release: StoredRelease): Promise<StoredContent> {
  const [manifests, figures] = [await manifestsOf(source, [release]), await figuresOf(source, [release])];
  const [manifest] = manifests;
  if (!manifest) throw new TypeError(`release ${release.id} has no manifest`);
  return { manifest, figures: figures[0] ?? [] };
}

const ofRelease = ({ releaseId }: { releaseId: string }): string => releaseId;

/** The manifests of releases, in the order asked. */
export async function manifestsOf(source: Source, releases: readonly StoredRelease[]): Promise<Manifest[]> {
  const which = { where: { releaseId: In(releases.map(({ id }) => id)) }, order: { zone: 'ASC' } } as const;
  const returns = Map.groupBy(await source.getRepository(ReleasedReturnSchema).find(which), ofRelease);
  const gaps = Map.groupBy(await source.getRepository(ReleasedGapSchema).find(which), ofRelease);
  return releases.map(({ id, versions, previous }) => {
    return {
      ...versions,
      previous,
      returns: (returns.get(id) ?? []).map(releasedReturn),
      gaps: (gaps.get(id) ?? []).map(({ zone, reason }) => ({ zone, reason })),
    };
  });
}

/** The figures of releases as they are stored, in the order asked. */
export async function figuresOf(source: Source, releases: readonly StoredRelease[]): Promise<Json[][]> {
  const rows = await source.getRepository(ReleasedFigureSchema).find({
    where: { releaseId: In(releases.map(({ id }) => id)) },
    order: { position: 'ASC', piece: 'ASC' },
  });
  const pieces = Map.groupBy(rows, ofRelease);
  return releases.map(({ id }) => {
    const texts = Map.groupBy(pieces.get(id) ?? [], ({ position }) => position);
    return [...texts.values()].map((each) => parsed(each.map(({ content }) => content).join('')));
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
export async function returnsOf(source: Source, release: StoredRelease): Promise<SignedReturn[]> {
  const { id: releaseId, form, period } = release;
  const rows = await source.getRepository(ReleasedReturnSchema).findBy({ releaseId });
  const { said, cells } = await partsOf(source, releaseId);
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

/** Zones of which cells or explanations are kept with a release, whatever its manifest says. */
export async function keptZones(source: Source, { id }: StoredRelease): Promise<string[]> {
  const { said, cells } = await partsOf(source, id);
  return [...new Set([...said, ...cells].map(({ zone }) => zone))].sort();
}

async function partsOf(source: Source, releaseId: string) {
  const said = await source.getRepository(ReleasedExplanationSchema).findBy({ releaseId });
  const cells = await source.getRepository(ReleasedCellSchema).findBy({ releaseId });
  return { said, cells };
}

function explanation({ rule, indicator, block, text }: ReleasedExplanationRow): Explanation {
  return { rule, indicator: indicator || null, block: block || null, text };
}

function cell(row: ReleasedCellRow): AnsweredCell {
  const { block, indicator, value, decimals, unit, unitMult, obsStatus, counterpart, note } = row;
  return { indicator, block: block || null, value, decimals, unit, unitMult, obsStatus, counterpart, note };
}
