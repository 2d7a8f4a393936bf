/** Reasons for refusing closure (不予销号) and the checks a machine can make of a closure file. */
import { type Quantity, reaches } from '../assessment/percentage.js';

/** The three grounds of the mission's rule: not in place, no evident effect, public not satisfied. */
export type MissionGround = 'not-in-place' | 'no-effect' | 'public-dissatisfied';

export interface RefusalReason {
  readonly zh: string;
  readonly en: string;
  readonly ground: MissionGround | null;
  /** Goes to the ladder at once, never just back to rectify. */
  readonly escalates: boolean;
}

export const REFUSAL_REASONS = {
  R01_MEASURE_OPEN: {
    zh: '整改措施未完成或无佐证',
    en: 'a measure is open or without evidence',
    ground: 'not-in-place',
    escalates: false,
  },
  R02_GOAL_UNMET: {
    zh: '整改目标未达到',
    en: 'a goal is not met or not measured',
    ground: 'no-effect',
    escalates: false,
  },
  R03_EVIDENCE_INVALID: { zh: '佐证材料无效', en: 'evidence is invalid', ground: 'not-in-place', escalates: false },
  R04_OFFENCE_OPEN: {
    zh: '违法行为未处理到位',
    en: 'an offence is not dealt with',
    ground: 'not-in-place',
    escalates: false,
  },
  R05_PUBLIC_DISSATISFIED: {
    zh: '群众不满意',
    en: 'the public is not satisfied',
    ground: 'public-dissatisfied',
    escalates: false,
  },
  R06_NO_SWEEP: { zh: '未举一反三', en: 'no search for like problems', ground: 'not-in-place', escalates: false },
  R07_NO_MECHANISM: { zh: '未建立长效机制', en: 'no lasting mechanism', ground: 'not-in-place', escalates: false },
  R08_REBOUND: { zh: '问题反弹', en: 'the problem came back', ground: 'no-effect', escalates: false },
  R09_FILE_INCOMPLETE: { zh: '档案资料不齐', en: 'the file is incomplete', ground: 'not-in-place', escalates: false },
  R10_CONFLICT: {
    zh: '验收人员应当回避',
    en: 'an acceptance signer belongs to the lead unit',
    ground: null,
    escalates: false,
  },
  R11_ONE_CUT: {
    zh: '以“一刀切”代替整改',
    en: 'a blanket shutdown stood in for rectification',
    ground: null,
    escalates: false,
  },
  R12_FALSE: { zh: '虚假整改', en: 'fabricated data or documents', ground: null, escalates: true },
} as const satisfies Record<string, RefusalReason>;
export type RefusalReasonCode = keyof typeof REFUSAL_REASONS;

/** What a machine can see of a closure file; evidence, offences, one-cut and falsehood are judged elsewhere or by people. */
export interface ClosureFile {
  readonly completedOn: string;
  readonly measures: readonly { readonly finishedOn: string | null; readonly evidenceCount: number }[];
  readonly goals: readonly {
    readonly isQuantified: boolean;
    readonly isMet: boolean | null;
    readonly measuredOn: string | null;
  }[];
  /** Null when nobody was asked. */
  readonly survey: { readonly asked: number; readonly satisfied: number } | null;
  /** What the original complainant says; null when there is none or no answer. */
  readonly complainantSaysSolved: boolean | null;
  readonly sweep: { readonly required: boolean; readonly isDone: boolean };
  readonly mechanism: { readonly required: boolean; readonly isSetUp: boolean };
  /** Dates on which patrol, hotline or monitoring found the same point again. */
  readonly foundAgainOn: readonly string[];
  readonly missingPapers: readonly string[];
}

/** Pack data. */
export interface ClosurePolicy {
  readonly satisfactionAtLeastPercent: Quantity;
}

/** Codes that follow from the file by themselves, in order; empty means a person may go on judging, not that it is closed. */
export const machineRefusals = (file: ClosureFile, policy: ClosurePolicy): RefusalReasonCode[] => {
  const { survey } = file;
  const holds: [RefusalReasonCode, boolean][] = [
    ['R01_MEASURE_OPEN', file.measures.some((one) => one.finishedOn === null || one.evidenceCount === 0)],
    [
      'R02_GOAL_UNMET',
      file.goals.some(
        (goal) =>
          goal.isMet === false ||
          (goal.isQuantified &&
            (goal.isMet === null || goal.measuredOn === null || goal.measuredOn < file.completedOn)),
      ),
    ],
    [
      'R05_PUBLIC_DISSATISFIED',
      file.complainantSaysSolved === false ||
        (survey !== null &&
          survey.asked > 0 &&
          !reaches(survey.satisfied, survey.asked, policy.satisfactionAtLeastPercent)),
    ],
    ['R06_NO_SWEEP', file.sweep.required && !file.sweep.isDone],
    ['R07_NO_MECHANISM', file.mechanism.required && !file.mechanism.isSetUp],
    ['R08_REBOUND', file.foundAgainOn.some((date) => date > file.completedOn)],
    ['R09_FILE_INCOMPLETE', file.missingPapers.length > 0],
  ];
  return holds.filter(([, isGround]) => isGround).map(([code]) => code);
};
