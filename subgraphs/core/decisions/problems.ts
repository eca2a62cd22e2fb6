/** What stands in the way of a decision, as clients are told. */
import type { RevisionFault } from './rules.ts';

export interface DecisionProblem {
  readonly __typename: 'ActionProblem';
  readonly code: RevisionFault | 'ALREADY_DECIDED' | 'REASON_NEEDED';
  readonly severity: 'ERROR';
  readonly message: string;
  readonly zone: string;
  readonly state: null;
  readonly version: null;
}

export const MAX_REASON = 500;

const MESSAGES: Readonly<Record<DecisionProblem['code'], string>> = {
  UNKNOWN_ZONE: '名册中没有这个区 / no such zone in the registry',
  FORM_NOT_FOUND: '没有此报表,见 Query.forms / no such form; see Query.forms',
  NOT_A_PERIOD_OF_FORM: '此报表不采集该时期,见 Query.forms / the form does not ask for this period; see Query.forms',
  UNKNOWN_KEY:
    '签名密钥未登记为该区所有,请先登记其公钥 / the key is not registered as this zone’s; register its public key first',
  SIGNATURE_INVALID:
    '签名与所列区、报表、时期、修订号、摘要、时刻不符;请从该区重新读取此版 / the signature is not over these facts; read the revision from its zone again',
  ALREADY_DECIDED:
    '该版已有决定,不能再改;请看所附决定 / there is a decision on this revision already, which stands; see it beside',
  REASON_NEEDED: `请写明理由,1 至 ${MAX_REASON} 字 / give a reason of 1 to ${MAX_REASON} characters`,
};

export function decisionProblem(code: DecisionProblem['code'], zone: string): DecisionProblem {
  return {
    __typename: 'ActionProblem',
    code,
    severity: 'ERROR',
    message: MESSAGES[code],
    zone,
    state: null,
    version: null,
  };
}
