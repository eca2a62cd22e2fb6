/** What stands in the way of a decision, as clients are told. */
import type { RevisionFault } from './rules.ts';

export const ACT_FAULTS = ['RECORDED_IN_FUTURE', 'ALREADY_DECIDED', 'DECISION_DAMAGED', 'REASON_NEEDED'] as const;
type ActFault = (typeof ACT_FAULTS)[number];

export interface DecisionProblem {
  readonly __typename: 'ActionProblem';
  readonly code: RevisionFault | ActFault;
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
  RECORDED_IN_FUTURE:
    '该版的报送时刻晚于核心区的时钟,请该区校准时钟后撤回重报 / the revision says that it was submitted later than it is by the core’s clock; have the zone set its clock, withdraw and submit again',
  ALREADY_DECIDED:
    '该版已有决定,不能再改;请看所附决定 / there is a decision on this revision already, which stands; see it beside',
  DECISION_DAMAGED:
    '库中对该版的决定不是核心区所签,不予采信;请运维按备份恢复 office_decision 表 / what is stored as the decision on this revision is not as the core signed it; have the table office_decision restored from a backup',
  REASON_NEEDED: `请写明理由,至多 ${MAX_REASON} 字,须有文字或数字 / give a reason of at most ${MAX_REASON} characters, with letters or digits in it`,
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
