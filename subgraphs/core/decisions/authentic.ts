/** Which of the rows that are read as decisions are the core's own: one that somebody else wrote into the table decides nothing. */
import { CORE } from '../../../schema/zones.ts';
import { decisionStatement, verified, type Decision, type ZoneContext } from '../../kit/index.ts';

/** Who verifies: the core with its own key, and with those it signed with before. */
export type Verifier = Pick<ZoneContext, 'signer' | 'keys' | 'log'>;

/** Those that the core has signed, as they stand; of the others the log tells. */
export function authentic({ signer, keys, log }: Verifier, decisions: readonly Decision[]): Decision[] {
  const own = {
    find: (zone: string, keyId: string) => (keyId === signer.keyId ? signer.publicJwk : keys.find(zone, keyId)),
  };
  const isOwn = (each: Decision): boolean => verified(own, CORE, decisionStatement(each), each) === 'VALID';
  const sound = decisions.filter(isOwn);
  if (sound.length < decisions.length) {
    const decided = decisions.filter((each) => !sound.includes(each));
    const rows = decided.map(({ zone, form, period, revision, outcome }) => ({
      zone,
      form,
      period,
      revision,
      outcome,
    }));
    log?.error({ rows }, 'rows of office_decision that the core has not signed as they stand: not counted');
  }
  return sound;
}
