/** Answers of the public interface, as far as the checks read them; docs/generated/openapi.json has them whole. */
interface Named {
  readonly id: string;
  readonly name: string;
}
interface Subject {
  readonly kind: string;
  readonly id: string;
}
interface Counts {
  readonly base: number;
  readonly due: number;
  readonly completed: number;
  readonly dueCompleted: number;
  readonly closed: number;
}
export interface RateSet {
  readonly counts: Counts;
  readonly completionRate: { readonly text: string | null };
  readonly dueCompletionRate: { readonly text: string | null };
  readonly closureRate: { readonly text: string | null };
}
export interface RatesSeen {
  readonly distinct: RateSet;
  readonly lists: Readonly<Record<string, RateSet>>;
}
export interface WarningSeen {
  readonly warningId: string;
  readonly ruleClass: string;
  readonly causeKey: string;
  readonly severity: string;
  readonly subject: Subject;
  readonly units: readonly Named[];
  readonly period: { readonly label: string };
  readonly count: number;
  readonly dataState: string;
  readonly opens: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly endReason: string | null;
  readonly takenInBy: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}
export interface AirDay {
  readonly day: string;
  readonly aqi: number | null;
  readonly state: string;
  readonly primary: readonly string[];
  readonly values: Readonly<Record<string, number>>;
  readonly dataState: string;
  readonly provisional: boolean;
}
export interface IndicatorSeen {
  readonly id: string;
  readonly service: string;
  readonly definition: string;
  readonly revision: number;
  readonly value: string | null;
  readonly valid: boolean;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly dataState: string;
  readonly subject: Subject;
  readonly period: { readonly label: string; readonly start: string; readonly end: string };
  readonly recordedAt: string;
  readonly details: Readonly<Record<string, unknown>>;
}
export interface AssessmentSeen {
  readonly revision: number;
  readonly isCurrent: boolean;
  readonly period: { readonly label: string };
  readonly dataState: string;
  readonly isRanked: boolean;
  readonly occurredAt: string;
  readonly rows: readonly {
    readonly subject: Subject;
    readonly value: string | null;
    readonly rank: number | null;
    readonly isLast: boolean;
    readonly provisional: boolean;
  }[];
}
export interface ProblemSeen {
  readonly id: string;
  readonly problemNo: string;
  readonly source: string;
  readonly state: string;
  readonly deadline: string | null;
  readonly round: number;
  readonly refusals: number;
  readonly completedOn: string | null;
  readonly closedOn: string | null;
  readonly noticeEnd: string | null;
  readonly warningId: string | null;
  readonly waitingUpperSince: string | null;
  readonly confirmedPct: string;
  readonly subject: Subject | null;
  readonly items: readonly { readonly listId: string; readonly itemNo: string }[];
  readonly assignedOn: string | null;
}
export interface ProblemHistory {
  readonly spans: readonly { readonly state: string; readonly validFrom: string; readonly recordedAt: string }[];
}
export interface TaskSeen {
  readonly id: string;
  readonly taskNo: string;
  readonly kind: string;
  readonly state: string;
  readonly causeKey: string | null;
  readonly ruleClass: string | null;
  readonly warningId: string | null;
}
export interface ProjectSeen {
  readonly id: string;
  readonly allocated: string;
  readonly paid: string;
  readonly executionRate: string;
  readonly standing: string;
  readonly state: string;
}
export interface ProjectDetail {
  readonly entries: readonly {
    readonly id: string;
    readonly kind: string;
    readonly amount: string;
    readonly on: string;
    readonly voucher: string;
    readonly reverses: string | null;
  }[];
}
export interface FundingSummary {
  readonly counted: number;
  readonly reached: number;
  readonly notStarted: number;
  readonly allocated: string;
  readonly paid: string;
  readonly executionRate: string;
}
export interface ExceedanceSeen {
  readonly id: string;
  readonly outletId: string;
  readonly factor: string;
  readonly limit: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly hours: readonly { readonly label: string; readonly value: string }[];
  readonly withdrawn: string | null;
}
export interface DataReview {
  readonly sectionId: string;
  readonly item: string;
  readonly value: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly state: string;
}
export interface FaultSeen {
  readonly at: string;
  readonly door: string | null;
  readonly source: string | null;
  readonly reason: string;
}
export interface MonitoringOverview {
  readonly now: string;
  readonly silent: readonly { readonly subject: Subject; readonly silentSince: string }[];
}
export interface OperationsOverview {
  readonly services: readonly {
    readonly service: string;
    readonly answers: boolean;
    readonly pulse: {
      readonly outboxPending: number;
      readonly outboxParked: number;
      readonly parked: number;
      readonly waiting: number;
      readonly idle: boolean;
      readonly troubles: readonly unknown[];
      readonly lateTimers?: readonly unknown[];
    } | null;
  }[];
  readonly lags: readonly { readonly group: string; readonly topic: string; readonly lag: number }[];
}
export interface DeliverySeen {
  readonly id: string;
  readonly aboutKind: string;
  readonly aboutId: string;
  readonly occasion: string;
  readonly recipientPostId: string;
  readonly recipientPersonId: string | null;
  readonly channel: string;
  readonly state: string;
}
export interface InstructionSeen {
  readonly subject: Subject;
  readonly text: string;
}
export interface Chain {
  readonly start: string;
  readonly truncated: boolean;
  readonly nodes: readonly {
    readonly key: string;
    readonly record: { readonly kind: string; readonly id: string; readonly title: string } | null;
    readonly trouble: string | null;
    readonly references: readonly string[];
  }[];
}
export interface RawPacketSeen {
  readonly id: string;
  readonly sha256: string;
  readonly isIntact: boolean;
  readonly length: number;
  /** Whether stars stand for the password of a device: then the bytes shown are not those hashed. */
  readonly isPasswordHidden: boolean;
  readonly hex: string;
}
