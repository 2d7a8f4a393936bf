/** States of a problem, its clock, and what a row of the transition table says. */
export const PROBLEM_STATES = {
  DRAFT: { zh: '待交办', en: 'to be assigned' },
  ASSIGNED: { zh: '已交办（待签收）', en: 'assigned, to be signed for' },
  RETURN_REQUESTED: { zh: '退回申请（职责争议）', en: 'return requested' },
  SIGNED: { zh: '已签收', en: 'signed for' },
  PLAN_SUBMITTED: { zh: '方案待审', en: 'plan submitted' },
  PLAN_REJECTED: { zh: '方案退回', en: 'plan sent back' },
  RECTIFYING: { zh: '整改中', en: 'rectifying' },
  EXTENSION_REQUESTED: { zh: '延期待批', en: 'extension requested' },
  COMPLETED_REPORTED: { zh: '已报完成（申请验收）', en: 'reported complete' },
  SUPPLEMENT: { zh: '退回补充材料', en: 'file to be completed' },
  ON_SITE_CHECK: { zh: '现场核查', en: 'on-site verification' },
  REFUSED: { zh: '不予销号（责令限期重新整改）', en: 'closure refused' },
  ACCEPTED: { zh: '验收通过（待公示）', en: 'accepted' },
  PUBLIC_NOTICE: { zh: '公示中', en: 'public notice' },
  OBJECTION: { zh: '公示异议核查', en: 'objection under check' },
  CLOSURE_APPROVAL: { zh: '销号审批', en: 'closure approval' },
  UPPER_REVIEW: { zh: '上级复核/备案', en: 'review by the upper body' },
  CLOSED: { zh: '已销号', en: 'closed' },
  LOOK_BACK: { zh: '“回头看”', en: 'look-back' },
  CONSOLIDATED: { zh: '整改巩固', en: 'consolidated' },
  REOPENED: { zh: '反弹（重新整改）', en: 'reopened' },
  WITHDRAWN: { zh: '撤销', en: 'withdrawn' },
  MERGED: { zh: '并案', en: 'merged' },
} as const;
export type ProblemState = keyof typeof PROBLEM_STATES;

/** 立行立改, 限期整改, 长期坚持. */
export type TimeCategory = 'IMMEDIATE' | 'DEADLINE' | 'LONG_TERM';

export const FIRST_STATE: ProblemState = 'DRAFT';
export const FINAL_STATES: readonly ProblemState[] = ['CONSOLIDATED', 'WITHDRAWN', 'MERGED'];
/** Closed for counting: the closure stands until the problem is reopened. */
export const CLOSED_STATES: readonly ProblemState[] = ['CLOSED', 'LOOK_BACK', 'CONSOLIDATED'];
/** The clock of the responsible unit does not run: an upper body has the file. */
export const WAITING_FOR_UPPER: readonly ProblemState[] = ['UPPER_REVIEW'];

/**
 * In what relation to the problem somebody acts: lead unit, supervising unit, acceptance unit, committee office, approver
 * of closures and extensions, upper body, body that assigned the problem.
 */
export type Relation = 'lead' | 'supervising' | 'acceptance' | 'office' | 'approver' | 'upper' | 'assigner';

export interface Transition {
  readonly action: string;
  readonly zh: string;
  readonly en: string;
  readonly from: readonly ProblemState[];
  readonly to: ProblemState;
  readonly by: readonly Relation[];
  /** Fields that must be filled in with the action. */
  readonly demands: readonly string[];
  /** Only on one of two routes out of the state. */
  readonly when?:
    | 'notice-required'
    | 'notice-not-required'
    | 'upper-required'
    | 'upper-not-required'
    | 'look-backs-left'
    | 'no-look-backs-left';
  /** `not-doer`: never by the unit that did the work; `acceptance`: besides, host items need an independent body. */
  readonly independence?: 'not-doer' | 'acceptance';
}
