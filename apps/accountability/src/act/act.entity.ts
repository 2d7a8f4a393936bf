import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Basis, SubjectRef } from '#libs/contracts/shapes.js';
import type { DeadlineRule } from '#libs/domain/calendar/deadline.js';
import type { ActState } from '#libs/domain/escalation/act-lifecycle.js';
import type { Colour } from '#libs/domain/escalation/ladder-policy.js';
import type { Template, TemplateValues } from '#libs/documents/template.js';
import type { ActKind } from '#libs/policy/pressure.schema.js';

/** How a talk is held. Settled before the signature it is signed with the rest, open until then it is settled at issue. */
export interface Arrangement {
  readonly meetingAt?: string;
  readonly place?: string;
  readonly chairPostId?: string;
  readonly attendeePostIds?: readonly string[];
  readonly materials?: readonly string[];
  readonly leaveRule?: string;
  readonly leaveDueAt?: string;
  readonly publicity?: 'public' | 'internal' | 'closed';
}

/** In whose name and under which mark and code the paper goes out; fixed when the office sends it to its signer. */
export interface Issuing {
  readonly issuer: string;
  readonly mark: string;
  readonly code: string | null;
}

/** What is owed under the paper, as its rung says; kept with the act so that a paper without a ladder has limits too. */
export interface ActLimit {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly from: 'issue' | 'receipt' | 'meeting';
  readonly wait: DeadlineRule;
  readonly owedBy: 'unit' | 'office';
}

/** A formal act (公文与措施) after its latest step; its whole life stands in act_step. */
@Entity('act')
export class ActEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'act_pkey' }) actId: string;
  @Column('int') version: number;
  /** What makes it this act and no other: ladder, step and paper, or whatever else gave rise to it. */
  @Column('text') naturalKey: string;
  @Column('text') kind: string;
  /** What it is about as people file it: an item's number, `section/…`, `ranking/…`, `bulletin/…`. */
  @Column('text') cause: string;
  /** The kind as the pack had it when the act began, and its own copy of the template, whose text may be edited. */
  @Column('jsonb') policy: ActKind;
  @Column('jsonb') template: Template;
  @Column('text', { nullable: true }) colour: Colour | null;
  @Column('text') state: ActState;
  @Column('timestamptz') stateSince: Date;
  @Column('text') title: string;
  @Column('uuid', { nullable: true }) warningId: string | null;
  @Column('uuid', { nullable: true }) ladderId: string | null;
  @Column('int', { nullable: true }) stepNo: number | null;
  /** Acts this one lifts, takes back, replaces, or is the minutes of. */
  @Column('uuid', { nullable: true }) liftsActId: string | null;
  @Column('uuid', { nullable: true }) revokesActId: string | null;
  @Column('uuid', { nullable: true }) correctsActId: string | null;
  @Column('uuid', { nullable: true }) minutesOfActId: string | null;
  @Column('uuid', { nullable: true }) absorbedByActId: string | null;
  @Column('text', { nullable: true }) revokedByNumber: string | null;
  @Column('text', { nullable: true }) subjectKind: SubjectRef['kind'] | null;
  @Column('text', { nullable: true }) subjectId: string | null;
  @Column('text', { nullable: true }) addresseeUnitId: string | null;
  @Column('text', { array: true }) addresseePostIds: string[];
  @Column('boolean') addressesPrincipal: boolean;
  @Column('text', { array: true }) copyToUnitIds: string[];
  @Column('text', { array: true }) copyToPostIds: string[];
  @Column('text', { nullable: true }) countersignUnitId: string | null;
  @Column('text', { nullable: true }) officeUnitId: string | null;
  /** Who may see it as a draft: whoever has the office's work in reach. */
  @Column('text', { array: true }) officePath: string[];
  /** Who may see it once it is out: addressee and copies. */
  @Column('text', { array: true }) unitPath: string[];
  @Column('text', { nullable: true }) drafterPersonId: string | null;
  @Column('jsonb') parameters: TemplateValues;
  /** Blanks that dates and the arrangement fill at issue. */
  @Column('jsonb') lateParameters: TemplateValues;
  /** As signed; what the signature left open is settled at issue. */
  @Column('jsonb', { nullable: true }) arrangement: Arrangement | null;
  @Column('jsonb', { nullable: true }) lateArrangement: Arrangement | null;
  @Column('jsonb', { nullable: true }) issuing: Issuing | null;
  @Column('jsonb') basis: Basis;
  @Column('jsonb') limits: readonly ActLimit[];
  /** SHA-256 of what was signed; null until everybody has signed. */
  @Column('text', { nullable: true }) signedSha256: string | null;
  /** Business time of its cause. */
  @Column('timestamptz') occurredAt: Date;
  @Column('timestamptz', { nullable: true }) submittedAt: Date | null;
  @Column('timestamptz', { nullable: true }) signedAt: Date | null;
  @Column('text', { nullable: true }) series: string | null;
  @Column('text', { nullable: true }) agencyCode: string | null;
  @Column('int', { nullable: true }) year: number | null;
  @Column('int', { nullable: true }) serial: number | null;
  @Column('text', { nullable: true }) number: string | null;
  @Column('timestamptz', { nullable: true }) issuedAt: Date | null;
  @Column('date', { nullable: true }) issuedOn: string | null;
  @Column('date', { nullable: true }) receivedOn: string | null;
  @Column('date', { nullable: true }) replyDueOn: string | null;
  @Column('boolean') isReplyDueProvisional: boolean;
  @Column('date', { nullable: true }) overdueSince: string | null;
  @Column('date', { nullable: true }) repliedOn: string | null;
  @Column('timestamptz', { nullable: true }) meetingAt: Date | null;
  /** The notice came too late for the meeting it names: not before this day. */
  @Column('date', { nullable: true }) rescheduleNotBefore: string | null;
  @Column('date', { nullable: true }) heldOn: string | null;
  @Column('date', { nullable: true }) liftedOn: string | null;
  @Column('timestamptz', { nullable: true }) overAt: Date | null;
  /** Goes up with everything that changes how the paper looks; `documentOf` is the version the stored file shows. */
  @Column('int') paperVersion: number;
  @Column('int', { nullable: true }) documentOf: number | null;
  @Column('text', { nullable: true }) documentSha256: string | null;
  @Column('text', { nullable: true }) documentFault: string | null;
  @Column('text', { nullable: true }) bundleSha256: string | null;
  /** Archive of the packets behind it as they came, sealed. */
  @Column('text', { nullable: true }) originalsSha256: string | null;
  @Column('timestamptz', { nullable: true }) bundlePinnedAt: Date | null;
  @Column('int', { nullable: true }) bundleEntries: number | null;
  @Column('jsonb', { nullable: true }) bundleMissing: readonly string[] | null;
}

/** How a talk is held, whenever it was settled. */
export const arrangementOf = (act: ActEntity): Arrangement => ({ ...act.lateArrangement, ...act.arrangement });

/** Who attends a talk beside its chair and those summoned, each once, however often the form names them. */
export const attendeesOf = (act: ActEntity): string[] => {
  const { attendeePostIds = [], chairPostId } = arrangementOf(act);
  return [...new Set(attendeePostIds)].filter((id) => id !== chairPostId && !act.addresseePostIds.includes(id));
};
