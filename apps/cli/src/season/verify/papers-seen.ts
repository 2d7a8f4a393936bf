/** Acts, ladders, sheets and bulletins as the public interface answers them, as far as the checks read them. */
interface Named {
  readonly id: string;
  readonly name: string;
}
export interface ActSeen {
  readonly id: string;
  readonly kind: string;
  readonly cause: string;
  readonly state: string;
  readonly title: string;
  readonly number: string | null;
  readonly warningId: string | null;
  readonly addressee: Named | null;
  readonly addresseePosts: readonly Named[];
  readonly occurredAt: string;
  readonly signedAt: string | null;
  readonly issuedOn: string | null;
  readonly receivedOn: string | null;
  readonly replyDueOn: string | null;
  readonly repliedOn: string | null;
  readonly overdueSince: string | null;
  readonly meetingAt: string | null;
  readonly heldOn: string | null;
  readonly liftedOn: string | null;
  readonly documentReady: boolean;
}
export interface ActFigure {
  readonly id: string;
  readonly label: string;
  readonly definition: string;
  readonly value: string;
  readonly unit: string;
  readonly state: string;
  readonly evidencePath: string;
}
export interface ActDetail extends ActSeen {
  readonly signers: readonly { readonly signedByPost: Named | null; readonly signedAt: string | null }[];
  readonly figures: readonly ActFigure[];
}
export interface LadderDetail {
  readonly id: string;
  readonly status: string;
  readonly unit: Named | null;
  readonly steps: readonly {
    readonly no: number;
    readonly rung: { readonly id: string };
    readonly state: string;
    readonly enteredOn: string | null;
    readonly proposedOn: string | null;
    readonly approvedOn: string | null;
    readonly issuedOn: string | null;
    readonly receivedOn: string | null;
    readonly meetingOn: string | null;
    readonly heldOn: string | null;
    readonly absorbedBy: string | number | null;
    readonly overOn: string | null;
    readonly duties: readonly {
      readonly id: string;
      readonly dueOn: string | null;
      readonly doneOn: string | null;
      readonly missedOn: string | null;
    }[];
  }[];
  readonly changes: readonly { readonly outcome: string; readonly rung: string; readonly on: string }[];
}
export interface DispatchSeen {
  readonly dispatchId: string;
  readonly issueNo: number | null;
  readonly cutoff: string;
  readonly state: string;
  readonly late: boolean;
  readonly meetingAt: string;
  readonly replyDueOn: string;
  readonly missingSources: readonly string[];
  readonly onSheet: number;
  readonly added: number;
  readonly removed: number;
  readonly threeTimesRunning: number;
}
export interface DispatchDetail extends DispatchSeen {
  readonly rows: readonly {
    readonly problemNo: string;
    readonly level: string;
    readonly measured: string;
    readonly plannedPct: string | null;
    readonly reportedPct: string | null;
    readonly confirmedPct: string | null;
    readonly lagPoints: string | null;
    readonly lagDays: number | null;
    readonly timesRunning: number;
    readonly change: string;
    readonly carriedOver: boolean;
    readonly reply: { readonly isUnchanged?: boolean } | null;
  }[];
  readonly removedRows: readonly { readonly problemNo: string }[];
}
export interface BulletinSeen {
  readonly bulletinId: string;
  readonly periodLabel: string;
  readonly slot: string;
  readonly state: string;
  readonly late: boolean;
  readonly missingSources: readonly string[];
  readonly actId: string | null;
  readonly assessmentRevision: number | null;
}
