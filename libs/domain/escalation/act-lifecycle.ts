/**
 * Life of a formal act (公文与措施) as data: one line of stages for all kinds; a kind says which of them it has.
 * A state names the stage whose work is waited for.
 */
import { Refusal } from '../refusal.js';

/** Who does the work of a stage. The signer is a post of the pack (`approval.ts`), the rest are relations to the act. */
export type ActRole =
  'drafter' | 'reviewer' | 'countersigner' | 'signer' | 'registry' | 'addressee' | 'office' | 'system';

export interface ActStageRow {
  /** Name of the state: what is waited for. */
  readonly zh: string;
  readonly en: string;
  /** The action that completes the stage. */
  readonly action: string;
  readonly actionZh: string;
  readonly by: readonly ActRole[];
  readonly demands: readonly string[];
}

/** In order; a kind leaves stages out, it never turns them round. Numbers come after the signature. */
export const ACT_STAGES = {
  draft: {
    zh: '拟稿',
    en: 'draft',
    action: 'submit',
    actionZh: '送审',
    by: ['drafter', 'system'],
    demands: ['contentSha256'],
  },
  review: {
    zh: '核稿',
    en: 'review',
    action: 'pass-review',
    actionZh: '核稿通过',
    by: ['reviewer'],
    demands: ['opinion'],
  },
  countersign: {
    zh: '会签',
    en: 'countersign',
    action: 'countersign',
    actionZh: '会签完成',
    by: ['countersigner'],
    demands: ['opinion'],
  },
  signature: {
    zh: '待签发',
    en: 'to be signed',
    action: 'sign',
    actionZh: '签发',
    by: ['signer'],
    demands: ['contentSha256'],
  },
  numbering: {
    zh: '待编号',
    en: 'to be numbered',
    action: 'number',
    actionZh: '编号',
    by: ['registry', 'system'],
    demands: ['documentNo'],
  },
  sealing: {
    zh: '待用印',
    en: 'to be sealed',
    action: 'seal',
    actionZh: '用印',
    by: ['registry'],
    demands: ['contentSha256'],
  },
  issue: {
    zh: '待印发',
    en: 'to be issued',
    action: 'issue',
    actionZh: '印发',
    by: ['office', 'registry', 'system'],
    demands: ['issuedOn'],
  },
  delivery: {
    zh: '送达中',
    en: 'being delivered',
    action: 'deliver',
    actionZh: '送达',
    by: ['office', 'system'],
    demands: ['deliveredOn'],
  },
  receipt: {
    zh: '待签收',
    en: 'receipt awaited',
    action: 'sign-receipt',
    actionZh: '签收',
    by: ['addressee'],
    demands: ['receivedOn', 'signerPostId'],
  },
  attendance: {
    zh: '待到会',
    en: 'meeting awaited',
    action: 'hold',
    actionZh: '到会',
    by: ['office'],
    demands: ['heldOn', 'attendeePostIds'],
  },
  reply: {
    zh: '待回复',
    en: 'reply awaited',
    action: 'reply',
    actionZh: '回复',
    by: ['addressee'],
    demands: ['repliedOn', 'text'],
  },
  'follow-up': {
    zh: '跟踪核查',
    en: 'follow-up',
    action: 'verify',
    actionZh: '核查通过',
    by: ['office'],
    demands: ['verifiedOn', 'opinion'],
  },
  lifting: {
    zh: '待解除',
    en: 'to be lifted',
    action: 'lift',
    actionZh: '解除',
    by: ['office', 'system'],
    demands: ['liftedOn'],
  },
  filing: {
    zh: '待归档',
    en: 'to be filed',
    action: 'file',
    actionZh: '归档',
    by: ['registry', 'system'],
    demands: [],
  },
} as const satisfies Record<string, ActStageRow>;
export type ActStage = keyof typeof ACT_STAGES;

/** States besides the stages. All but `returned` are final. */
export const ACT_OUTCOMES = {
  returned: { zh: '退回修改', en: 'sent back' },
  filed: { zh: '已归档', en: 'filed' },
  withdrawn: { zh: '已撤销', en: 'withdrawn' },
  absorbed: { zh: '已并入上一级措施', en: 'absorbed by a higher step' },
} as const;
export type ActState = ActStage | keyof typeof ACT_OUTCOMES;

const ORDER = Object.keys(ACT_STAGES) as ActStage[];
export const FINAL_ACT_STATES: readonly ActState[] = ['filed', 'withdrawn', 'absorbed'];
const BEFORE_ISSUE: readonly ActState[] = ORDER.slice(0, ORDER.indexOf('delivery'));

/** Pack data: a kind of act. */
export interface ActKind {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  /** The stages it has, in the order of `ACT_STAGES`. */
  readonly stages: readonly ActStage[];
  /** Published, or naming a person: never issued without a signature. */
  readonly isPublic: boolean;
  readonly namesPersons: boolean;
  /** Local rules let it go out by itself; only in-system reminders in the default pack. */
  readonly isAutomatic: boolean;
}

export type ActAction =
  | (typeof ACT_STAGES)[ActStage]['action']
  | 'return'
  | 'redraft'
  | 'cancel'
  | 'revoke'
  | 'absorb'
  | 'void-approval'
  | 'record-refused-receipt'
  | 'record-absence';

export interface ActTransition {
  readonly action: ActAction;
  readonly zh: string;
  readonly from: ActState;
  readonly to: ActState;
  readonly by: readonly ActRole[];
  readonly demands: readonly string[];
}

const stageAfter = (kind: ActKind, stage: ActStage): ActState => kind.stages[kind.stages.indexOf(stage) + 1] ?? 'filed';

const isStage = (state: ActState): state is ActStage => Object.hasOwn(ACT_STAGES, state);

/** Where an act goes that is lifted before its line of stages has come to that. */
const stageAfterLifting = (kind: ActKind): ActState => (kind.stages.includes('filing') ? 'filing' : 'filed');

const isPast = (kind: ActKind, state: ActStage, stage: ActStage): boolean =>
  kind.stages.includes(stage) && ORDER.indexOf(state) > ORDER.indexOf(stage);

/** Every action an act of a kind knows in a state. */
export const allowedActActions = (kind: ActKind, state: ActState): ActTransition[] => {
  if (FINAL_ACT_STATES.includes(state)) return [];
  const found: ActTransition[] = [];
  const add = (
    action: ActAction,
    zh: string,
    to: ActState,
    by: readonly ActRole[],
    demands: readonly string[],
  ): void => {
    found.push({ action, zh, from: state, to, by, demands });
  };
  if (isStage(state)) {
    if (!kind.stages.includes(state)) return [];
    const row = ACT_STAGES[state];
    add(row.action, row.actionZh, stageAfter(kind, state), row.by, row.demands);
    if (state === 'review' || state === 'countersign' || state === 'signature')
      add('return', '退回修改', 'returned', row.by, ['reason']);
    // A receipt refused or a summons not followed is recorded, and the clocks run all the same.
    if (state === 'receipt')
      add(
        'record-refused-receipt',
        '拒收记录',
        stageAfter(kind, state),
        ['office'],
        ['receivedOn', 'reason', 'witnessPostId'],
      );
    if (state === 'attendance')
      add('record-absence', '缺席记录', stageAfter(kind, state), ['office'], ['heldOn', 'reason']);
    // A change after the signature voids it: the paper goes back to its drafter.
    if (BEFORE_ISSUE.includes(state) && isPast(kind, state, 'signature'))
      add('void-approval', '撤回签发', 'returned', ['office'], ['reason']);
    // What falls away with its cause, or is lifted by another paper, is lifted from wherever it stands.
    if (isActIssued(state) && state !== 'lifting' && state !== 'filing')
      add('lift', '解除', stageAfterLifting(kind), ['office', 'system'], ['liftedOn']);
  } else add('redraft', '重新拟稿', 'draft', ['drafter', 'office'], []);
  if (!isStage(state) || BEFORE_ISSUE.includes(state))
    add('cancel', '撤稿', 'withdrawn', ['office', 'system'], ['reason']);
  // What is out is corrected or taken back by another numbered act only.
  else add('revoke', '撤销', 'withdrawn', ['office'], ['reason', 'byDocumentNo']);
  add('absorb', '并入上一级措施', 'absorbed', ['system'], ['byActId']);
  return found;
};

/** The state an action leads to. Refuses with ACT_ILLEGAL_TRANSITION. */
export const nextActState = (kind: ActKind, state: ActState, action: ActAction): ActState => {
  const allowed = allowedActActions(kind, state);
  const found = allowed.find((one) => one.action === action);
  if (found) return found.to;
  throw new Refusal(
    'ACT_ILLEGAL_TRANSITION',
    `An act of kind ${kind.id} in state ${state} knows no action ${action}.`,
    {
      kind: kind.id,
      state,
      action,
      allowed: allowed.map((one) => one.action),
    },
  );
};

/** The state a new act of a kind begins in. */
export const firstActState = (kind: ActKind): ActState => kind.stages[0] ?? 'filed';

/** Whether the act is out: it can no longer be changed, only lifted, revoked or absorbed. */
export const isActIssued = (state: ActState): boolean =>
  isStage(state) && ORDER.indexOf(state) > ORDER.indexOf('issue');

/** What is wrong with a kind of act, in words; empty when it can be used. To be asked of the whole pack at start-up. */
export const actKindFaults = (kind: ActKind): string[] => {
  const faults: string[] = [];
  const { stages } = kind;
  const say = (text: string): number => faults.push(`act kind ${kind.id}: ${text}`);
  const places = stages.map((stage) => ORDER.indexOf(stage));
  if (places.some((place, at) => at > 0 && place <= places[at - 1]!)) say('stages are out of order or twice');
  if (stages[0] !== 'draft') say('it begins with a draft');
  if (!stages.includes('issue')) say('it is never issued');
  if (stages.at(-1) !== 'filing') say('it ends by being filed');
  if (stages.includes('numbering') && !stages.includes('signature')) say('it has a number and no signature');
  if (stages.includes('sealing') && !stages.includes('numbering')) say('it has a seal and no number');
  if (stages.includes('receipt') && !stages.includes('delivery')) say('it is receipted and not delivered');
  if ((stages.includes('reply') || stages.includes('attendance')) && !stages.includes('receipt'))
    say('an answer is owed and its receipt is not recorded');
  if ((kind.isPublic || kind.namesPersons) && !stages.includes('signature'))
    say('it is public or names persons, and nobody signs it');
  if (kind.isAutomatic && (kind.isPublic || kind.namesPersons || stages.includes('numbering')))
    say('numbered, public and person-naming acts never go out by themselves');
  if (kind.isAutomatic === stages.includes('signature')) say('an act is either automatic or signed');
  return faults;
};
