/** The office of a zone under test: decides as the test says, signs with the tests' key, and can be out of reach. */
import {
  decisionStatement,
  OfficeUnreachable,
  type Decision,
  type Office,
  type Outcome,
} from '../../subgraphs/kit/office/office.ts';
import { SIGNER } from './zone.ts';

export class TestOffice implements Office {
  readonly made: Decision[] = [];
  reachable = true;

  decide(
    of: Pick<Decision, 'zone' | 'form' | 'period' | 'revision' | 'digest'>,
    outcome: Outcome,
    reason: string | null = null,
  ) {
    const { zone, form, period, revision, digest } = of;
    const decided = { zone, form, period, revision, digest, outcome, reason, decidedAt: new Date().toISOString() };
    const decision = { ...decided, signature: SIGNER.sign(decisionStatement(decided)), keyId: SIGNER.keyId };
    this.made.push(decision);
    return decision;
  }

  decisions(zone: string): Promise<Decision[]> {
    if (!this.reachable) return Promise.reject(new OfficeUnreachable('the office of this test is out of reach'));
    return Promise.resolve(this.made.filter((each) => each.zone === zone));
  }

  withdraw(revision: Parameters<Office['withdraw']>[0]): Promise<Decision> {
    if (!this.reachable) return Promise.reject(new OfficeUnreachable('the office of this test is out of reach'));
    const { form, period, revision: number } = revision;
    const known = this.made.find((each) => each.form === form && each.period === period && each.revision === number);
    return Promise.resolve(known ?? this.decide(revision, 'WITHDRAWN'));
  }
}
