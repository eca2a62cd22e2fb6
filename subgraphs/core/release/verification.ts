/** Verifying a release: the zones are asked again as of its instant, and everything is computed anew and compared. Nothing is believed. */
import { CORE } from '../../../schema/zones.ts';
import { digestOfAnswer, verified, type KeyRegistry, type ZoneContext } from '../../kit/index.ts';
import { consolidated, type ZoneAnswer } from '../consolidation/service.ts';
import { decisionsOf } from '../decisions/service.ts';
import { signatureFault, signedAnswers, type SignedAnswer } from './answers.ts';
import { contentOf, keptZones, returnsOf, type StoredContent } from './contents.ts';
import { accepted } from './judgement.ts';
import { acceptanceOf } from './rules/acceptance.ts';
import { digestOfRelease, plain, releaseStatement } from './rules/canonical.ts';
import {
  difference,
  figureDifferences,
  isReproduced,
  returnDifferences,
  versionDifferences,
  type Difference,
} from './rules/comparison.ts';
import { noReport, type SignedReturn } from './rules/content.ts';
import { releasesById, type StoredRelease } from './store.ts';
import { VERSIONS } from './versions.ts';

/** A release with what the hosted zones answered as of its instant. */
export class Verification {
  readonly release: string;
  readonly form: string;
  readonly period: string;
  readonly asOf: string;
  readonly #stored: StoredRelease;
  readonly #handedOver: Readonly<Record<string, unknown>>;
  #differences: Promise<Difference[]> | undefined;

  constructor(stored: StoredRelease, handedOver: Readonly<Record<string, unknown>> = {}) {
    this.release = stored.id;
    this.form = stored.form;
    this.period = stored.period;
    this.asOf = stored.asOf;
    this.#stored = stored;
    this.#handedOver = handedOver;
  }

  differences(context: ZoneContext): Promise<Difference[]> {
    this.#differences ??= compare(this.#stored, this.#handedOver, context);
    return this.#differences;
  }

  async reproduced(context: ZoneContext): Promise<boolean | null> {
    return isReproduced(await this.differences(context));
  }
}

async function compare(
  release: StoredRelease,
  handedOver: Readonly<Record<string, unknown>>,
  context: ZoneContext,
): Promise<Difference[]> {
  const { database, keys } = context;
  const content = await contentOf(database, release);
  const stored = await returnsOf(database, release);
  const answers = await signedAnswers(release, handedOver, context);
  const asReleased = new Map(answers.map((each) => [each.zone, asIn(content, each)]));
  const ofZones = stored.flatMap((each) => zoneDifferences(each, asReleased.get(each.zone), keys));
  const isAnswered = ofZones.every(({ kind }) => kind !== 'GAP');
  const expected = [...asReleased.values()].filter((each) => each !== undefined);
  const figures = isAnswered ? consolidated(release, expected.map(forArithmetic(content))).map(plain) : [];
  return [
    ...sealDifferences(release, content, keys),
    ...(await chainDifferences(content, context)),
    ...(await strayDifferences(release, content, context)),
    ...versionDifferences(content.manifest, VERSIONS),
    ...(await acceptanceDifferences(release, content, context)),
    ...ofZones,
    ...silenceDifferences(content, answers),
    ...(isAnswered ? figureDifferences(content.figures, figures) : []),
  ];
}

/** A zone of the release; undefined for one that has joined since, which it did not expect. */
function asIn({ manifest }: StoredContent, answered: SignedAnswer): SignedAnswer | undefined {
  const isOf = ({ zone }: { zone: string }): boolean => zone === answered.zone;
  return manifest.returns.some(isOf) || manifest.gaps.some(isOf) ? answered : undefined;
}

/** A zone that was a gap is one again, for the same reason, whatever it answers today. */
function forArithmetic({ manifest }: StoredContent): (answered: SignedAnswer) => ZoneAnswer {
  return ({ zone, answer }) => {
    const gap = manifest.gaps.find((each) => each.zone === zone);
    if (!gap) return { zone, answer: accepted(answer) };
    const reason = noReport.safeParse(gap.reason);
    return {
      zone,
      answer: reason.data ?? {
        reported: false,
        revision: null,
        digest: null,
        verdict: null,
        synthetic: false,
        cells: [],
      },
    };
  };
}

/** What is stored against its own digest and the core's signature. */
function sealDifferences(
  release: StoredRelease,
  { manifest, figures }: StoredContent,
  keys: KeyRegistry,
): Difference[] {
  const { digest, signature, keyId } = release;
  const found = digestOfStored(release, { manifest, figures });
  const verdict = verified(keys, CORE, releaseStatement(release), { signature, keyId });
  const changed =
    '所存清单或合并数已被改动,与发布的摘要不符 / what is stored was altered: it does not have the digest of the release';
  const unsigned = `核心区对发布的签名不成立(${verdict})/ the core’s signature over the release does not hold (${verdict})`;
  return [
    ...(found === digest ? [] : [difference('RELEASE', changed, { released: digest, found })]),
    ...(verdict === 'VALID' ? [] : [difference('RELEASE', unsigned, { released: keyId, found: verdict })]),
  ];
}

function digestOfStored(release: StoredRelease, { manifest, figures }: StoredContent): string {
  const { form, period, perimeter, mode, asOf, reason } = release;
  return digestOfRelease({ form, period, perimeter, mode, asOf, reason, manifest, figures });
}

/** The releases before, one after the other: each holds what the next has signed that it held. */
async function chainDifferences({ manifest }: StoredContent, { database }: ZoneContext): Promise<Difference[]> {
  for (let { previous } = manifest; previous;) {
    const [release] = await releasesById(database, [previous.id]);
    const content = release ? await contentOf(database, release) : undefined;
    const found = release && content ? digestOfStored(release, content) : null;
    if (found !== previous.digest) {
      const [chinese, english] = found === null ? ['已不在', 'is gone'] : ['所存内容已被改动', 'was altered'];
      const message = `此前的发布 ${previous.id} ${chinese} / the earlier release ${previous.id} ${english}`;
      return [difference('RELEASE', message, { released: previous.digest, found })];
    }
    previous = content?.manifest.previous ?? null;
  }
  return [];
}

/** Cells or explanations of a zone that is not in the manifest: no digest is of them, and nobody put them there with the release. */
async function strayDifferences(
  release: StoredRelease,
  { manifest }: StoredContent,
  { database }: ZoneContext,
): Promise<Difference[]> {
  const listed = new Set(manifest.returns.map(({ zone }) => zone));
  const strays = (await keptZones(database, release)).filter((zone) => !listed.has(zone));
  return strays.map((zone) => {
    const message = `${zone}:存有清单所无的单元格或说明 / cells or explanations are stored of a return that is not in the manifest`;
    return difference('RELEASE', message, { zone });
  });
}

/** That the office had accepted what went in, and closed it with the release or before; decisions without its signature are none. */
async function acceptanceDifferences(
  { form, period, asOf, releasedAt }: StoredRelease,
  { manifest }: StoredContent,
  context: ZoneContext,
): Promise<Difference[]> {
  const before = await decisionsOf(context, { form, periods: [period] }, asOf);
  const after = await decisionsOf(context, { form, periods: [period] }, releasedAt);
  return manifest.returns.flatMap((released) => {
    const { zone, revision, digest, acceptedAt } = released;
    const acceptance = acceptanceOf(released, before.all(zone, period));
    const found = typeof acceptance === 'string' ? acceptance : acceptance.acceptedAt;
    if (found !== acceptedAt) {
      const message = `${zone}:验收记录不同 / the office’s acceptance differs`;
      return [difference('RELEASE', message, { zone, released: acceptedAt, found })];
    }
    const standing = after.on(zone, period, revision);
    if (standing?.outcome === 'FINAL' && standing.digest === digest) return [];
    const message = `${zone}:定稿记录不同 / the record that the release closed the return differs`;
    return [difference('RELEASE', message, { zone, released: 'FINAL', found: standing?.outcome ?? null })];
  });
}

/** A return that went in: as it is stored here, and as its zone answers it now. */
function zoneDifferences(released: SignedReturn, now: SignedAnswer | undefined, keys: KeyRegistry): Difference[] {
  const { zone } = released;
  const kept = signatureFault(released, keys);
  const keptMessage = `${zone}:发布所存的报送与该区的摘要或签名不符(${kept ?? ''})/ the return as stored with the release is not what the zone signed (${kept ?? ''})`;
  const ofStored = kept
    ? [difference('RELEASE', keptMessage, { zone, released: released.digest, found: digestOf(released) })]
    : [];
  return [...ofStored, ...foundDifferences(released, now, keys)];
}

function foundDifferences(released: SignedReturn, now: SignedAnswer | undefined, keys: KeyRegistry): Difference[] {
  const { zone } = released;
  const answer = now?.answer ?? 'NO_ANSWER';
  if (answer === 'SIGNATURE_INVALID') {
    const message = `${zone}:现无签名 / there is no signature now`;
    return [difference('SIGNATURE', message, { zone, released: released.signature })];
  }
  if (typeof answer === 'string') {
    const message = `${zone}:未能核验(${answer})/ could not be verified (${answer})`;
    return [difference('GAP', message, { zone, found: answer })];
  }
  const found = now?.signed;
  if (!found) {
    const message = `${zone}:现称当时未报送 / says now that nothing had been submitted then`;
    return [difference('REVISION', message, { zone, released: String(released.revision), found: null })];
  }
  const fault = signatureFault(found, keys);
  const facts = returnDifferences(released, found);
  if (fault === undefined) return facts;
  const sides = { zone, released: released.digest, found: digestOf(found) };
  const isContent = fault === 'DIGEST_MISMATCH';
  const message = isContent
    ? `${zone}:现内容的摘要与其所称不符 / the content does not have the digest that the zone states`
    : `${zone}:签名不成立(${fault})/ the signature does not hold (${fault})`;
  return [...facts, difference(isContent ? 'DIGEST' : 'SIGNATURE', message, sides)];
}

function digestOf(signed: SignedReturn): string | null {
  return digestOfAnswer(signed) ?? null;
}

/** A zone that is said to have reported nothing, and says now that it had. */
function silenceDifferences({ manifest }: StoredContent, answers: readonly SignedAnswer[]): Difference[] {
  return answers.flatMap(({ zone, signed }) => {
    const isSilent = manifest.gaps.some((gap) => gap.zone === zone && gap.reason === 'NOT_REPORTED');
    if (!isSilent || !signed) return [];
    const message = `${zone}:发布时未报送,现称当时已报送 / had not reported by the release, and says now that it had`;
    return [difference('REVISION', message, { zone, released: null, found: String(signed.revision) })];
  });
}
