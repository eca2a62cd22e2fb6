/** What stands in the way of a release, as clients are told. */
import type { GraphQLError } from 'graphql';
import { problem } from '../../../schema/error-codes.ts';
import { saysSomething } from '../../../schema/words.ts';
import type { Figure } from '../consolidation/service.ts';
import type { ReleaseGap } from './rules/content.ts';

export interface ReleaseProblem {
  readonly __typename: 'ActionProblem';
  readonly code: 'GAP' | 'NOTHING_CHANGED' | 'REASON_NEEDED' | 'SUPERSEDED';
  readonly severity: 'ERROR' | 'WARNING';
  readonly message: string;
  readonly zone: string | null;
  readonly state: null;
  readonly version: null;
}

export const MAX_REASON = 500;

export function isReason(text: string): boolean {
  return text.length <= MAX_REASON && saysSomething(text);
}

const PLAIN = { __typename: 'ActionProblem', severity: 'ERROR', zone: null, state: null, version: null } as const;

export const REASON_NEEDED: ReleaseProblem = {
  ...PLAIN,
  code: 'REASON_NEEDED',
  message: `带缺口发布(PARTIAL)须写明理由,1 至 ${MAX_REASON} 字,不得只有空白或标点 / a release with gaps (PARTIAL) needs a reason of 1 to ${MAX_REASON} characters, with words in it`,
};

export function nothingChanged(number: number): ReleaseProblem {
  const message = `各区所报与第 ${number} 次发布完全相同,无须再发布 / the returns are those of release ${number}; there is nothing new to release`;
  return { ...PLAIN, code: 'NOTHING_CHANGED', message };
}

export function superseded(number: number): ReleaseProblem {
  const message = `第 ${number} 次发布所据时点不早于本次请求;请换新的幂等键再发布 / release ${number} is as of the same instant or a later one; release again with a new key`;
  return { ...PLAIN, code: 'SUPERSEDED', message };
}

/** What is stored can no longer be read: no fault of the question, and nothing that is gained by asking again. */
export function damaged({ id, number }: { readonly id: string; readonly number: number }): GraphQLError {
  const message = `第 ${number} 次发布(${id})所存内容已损坏,请以 verifyRelease 查明,并从备份恢复 / what is stored of release ${number} (${id}) is damaged; verifyRelease says where; restore it from a backup`;
  return problem('RELEASE_DAMAGED', message);
}

/** One for each zone and reason: zones that are not in at all, then figures that a zone is not in. */
export function gapProblems(
  gaps: readonly ReleaseGap[],
  figures: readonly Figure[],
  severity: 'ERROR' | 'WARNING',
): ReleaseProblem[] {
  const absent = new Set(gaps.map(({ zone }) => zone));
  const lacking = figures
    .flatMap(({ indicator, coverage }) => coverage.gaps.map((gap) => ({ ...gap, indicator: indicator.code })))
    .filter(({ zone }) => !absent.has(zone));
  const byZone = Map.groupBy(lacking, ({ zone, reason }) => `${zone} ${reason}`);
  const advice =
    severity === 'ERROR'
      ? '。补齐后请换新的幂等键再发布 / once it is there, release again with a new key'
      : ',已随发布声明 / declared with the release';
  const gap = (zone: string, text: string): ReleaseProblem => ({
    ...{ ...PLAIN, severity, zone },
    code: 'GAP',
    message: `${zone}:${text}${advice}`,
  });
  return [
    ...gaps.map(({ zone, reason }) => gap(zone, `未计入(${reason})/ is not in (${reason})`)),
    ...[...byZone.values()].flatMap(([first, ...others]) => {
      if (!first) return [];
      const indicators = [first, ...others].map(({ indicator }) => indicator).join(', ');
      return gap(first.zone, `缺 ${indicators}(${first.reason})/ is not in these figures (${first.reason})`);
    }),
  ];
}
