/** Releases at the edge of GraphQL. What is stored is served as it is; what comes of a run or a verification is computed once. */
import type { Big } from 'big.js';
import { problem } from '../../../schema/error-codes.ts';
import type {
  ConsolidationResolvers,
  OfficeMutationsResolvers,
  QueryResolvers,
  ReleaseChangeResolvers,
  ReleaseGapResolvers,
  ReleaseResolvers,
  ReleaseResultResolvers,
  ReleaseVerificationResolvers,
} from '../generated.ts';
import { beginRelease, resumeRelease } from './release.ts';
import { damaged } from './problems.ts';
import { gapReason } from './rules/content.ts';
import {
  changesOf,
  figuresIn,
  isCurrent,
  isSynthetic,
  lastReleaseOf,
  manifestOf,
  previousOf,
  releaseById,
} from './service.ts';
import { allReleases } from './store.ts';
import { Verification } from './verification.ts';

/** What was released is compared with nothing: growth is of live consolidations. */
const RELEASED = { growth: () => Promise.resolve(null) };

const shown = (value: Big | null): string | null => value?.toFixed() ?? null;

export const releaseResolvers: {
  Query: Pick<QueryResolvers, 'release' | 'releases' | 'verifyRelease'>;
  OfficeMutations: Pick<OfficeMutationsResolvers, 'release'>;
  Consolidation: Pick<ConsolidationResolvers, 'release' | 'current'>;
  Release: Pick<ReleaseResolvers, 'synthetic' | 'figures' | 'manifest' | 'previous' | 'changes'>;
  ReleaseGap: Pick<ReleaseGapResolvers, 'reason'>;
  ReleaseChange: ReleaseChangeResolvers;
  ReleaseResult: Pick<ReleaseResultResolvers, '__resolveReference' | 'done' | 'release' | 'problems'>;
  ReleaseVerification: Pick<ReleaseVerificationResolvers, '__resolveReference' | 'reproduced' | 'differences'>;
} = {
  Query: {
    release: (_, { id }, context) => releaseById(id, context),
    releases: (_, { period }, { database }) => allReleases(database, period ?? null),
    verifyRelease: async (_, { id }, context) => {
      const release = await releaseById(id, context);
      if (release) return new Verification(release);
      throw problem('RELEASE_NOT_FOUND', `没有发布 ${id.slice(0, 64)},见 releases / no such release; see releases`);
    },
  },
  OfficeMutations: {
    release: (_, { input }, context) => beginRelease(input, context),
  },
  Consolidation: {
    release: (source, _, context) => lastReleaseOf(source, context),
    current: (source, _, context) => isCurrent(source, context),
  },
  Release: {
    synthetic: (release, _, context) => isSynthetic(release, context),
    figures: async (release, { indicators }, context) => {
      const figures = await figuresIn(release, context);
      const all = new Map(figures.map((figure) => [figure.indicator.code, { ...figure, of: RELEASED }]));
      if (!indicators) return [...all.values()];
      return indicators.map((code) => {
        const figure = all.get(code);
        if (figure) return figure;
        throw problem('UNKNOWN_INDICATOR', `此次发布没有 / not in this release: ${code.slice(0, 64)}`);
      });
    },
    manifest: async (release, _, context) => {
      const manifest = await manifestOf(release, context);
      if (manifest.gaps.every(({ reason }) => gapReason.safeParse(reason).success)) return manifest;
      throw damaged(release);
    },
    previous: (release, _, context) => previousOf(release, context),
    changes: (release, _, context) => changesOf(release, context),
  },
  ReleaseGap: { reason: ({ reason }) => gapReason.parse(reason) },
  ReleaseChange: {
    indicator: ({ indicator }) => indicator,
    before: ({ before }) => shown(before),
    after: ({ after }) => shown(after),
    difference: ({ difference }) => shown(difference),
    zones: ({ zones }) => [...zones],
  },
  ReleaseResult: {
    __resolveReference: (representation, context) => resumeRelease(representation, representation, context),
    done: async (source, _, context) => (await source.outcome(context)).done,
    release: async (source, _, context) => (await source.outcome(context)).release,
    problems: async (source, _, context) => [...(await source.outcome(context)).problems],
  },
  ReleaseVerification: {
    __resolveReference: async (representation, context) => {
      const { release: id, form, period, asOf } = representation;
      const release = await releaseById(id, context);
      const isAsked = release?.form === form && release.period === period && release.asOf === asOf;
      return isAsked ? new Verification(release, representation) : null;
    },
    reproduced: (source, _, context) => source.reproduced(context),
    differences: (source, _, context) => source.differences(context),
  },
};
