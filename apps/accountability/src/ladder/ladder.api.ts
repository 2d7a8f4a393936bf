import { z } from 'zod';
import { NamedRef, NamedSubject, Page } from '../shapes.api.js';

/** `GET /ladders` */
export const LadderQuery = z.object({
  /** open: climbing or being lifted. */
  state: z.enum(['open', 'ended', 'all']).default('open'),
  ruleClass: z.string().max(60).optional(),
  policyId: z.string().max(60).optional(),
  unitId: z.string().max(120).optional(),
  warningId: z.uuid().optional(),
  subjectKind: z.string().max(60).optional(),
  subjectId: z.string().max(120).optional(),
  /** Only ladders whose next limit falls on or before this day. */
  dueUntil: z.iso.date().optional(),
  ...Page,
});
export type LadderQuery = z.infer<typeof LadderQuery>;

const Named = z.object({ zh: z.string(), en: z.string() });
const Rung = z.object({
  id: z.string(),
  kind: z.string(),
  colour: z.enum(['yellow', 'orange', 'red']).nullable(),
  name: Named,
});

/** The condition that would enter the next rung, in words of the policy. */
const Condition = z.object({ kind: z.string(), text: Named });

export const LadderView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    warningId: z.uuid(),
    round: z.int(),
    policy: z.object({ id: z.string(), version: z.int(), name: Named, packId: z.string(), packVersion: z.int() }),
    ruleClass: z.string(),
    title: z.string(),
    subject: NamedSubject,
    areaId: z.string().nullable(),
    unit: NamedRef.nullable(),
    status: z.enum(['climbing', 'ending', 'ended']),
    /** Highest rung in force, and the one drafted and not out yet. */
    current: Rung.nullable(),
    pending: Rung.nullable(),
    /** The nearest day something is owed by. */
    dueOn: z.iso.date().nullable(),
    /** What comes next if nothing is done, and from when; null when it hangs on a judgement or a fact. */
    next: z.object({ rung: Rung, earliestOn: z.iso.date().nullable(), condition: Condition }).nullable(),
    startedAt: z.iso.datetime(),
    changedAt: z.iso.datetime(),
    endedOn: z.iso.date().nullable(),
  })
  .meta({ id: 'LadderView' });

export const LadderPage = z
  .object({ items: z.array(LadderView), nextCursor: z.string().nullable() })
  .meta({ id: 'LadderPage' });

const Date_ = z.iso.date().nullable();
export const LadderDetail = LadderView.extend({
  rungs: z.array(Rung.extend({ entered: z.boolean() })),
  steps: z.array(
    z.object({
      no: z.int(),
      rung: Rung,
      state: z.string(),
      because: z.object({ kind: z.enum(['condition', 'instruction']), text: Named, period: z.string().nullable() }),
      enteredOn: z.iso.date(),
      proposedOn: Date_,
      approvedOn: Date_,
      issuedOn: Date_,
      receivedOn: Date_,
      meetingOn: Date_,
      heldOn: Date_,
      absorbedBy: z.int().nullable(),
      overOn: Date_,
      duties: z.array(
        z.object({
          id: z.string(),
          name: Named,
          owedBy: z.enum(['unit', 'office']),
          dueOn: z.iso.date(),
          isProvisional: z.boolean(),
          doneOn: Date_,
          missedOn: Date_,
        }),
      ),
      acts: z.array(
        z.object({
          id: z.uuid(),
          kind: z.string(),
          title: z.string(),
          number: z.string().nullable(),
          state: z.string(),
        }),
      ),
    }),
  ),
  changes: z.array(
    z.object({
      seq: z.int(),
      on: z.iso.date(),
      at: z.iso.datetime(),
      outcome: z.string(),
      stepNo: z.int(),
      rung: z.string(),
      duty: z.string().nullable(),
      dueOn: z.iso.date().nullable(),
      actId: z.uuid().nullable(),
    }),
  ),
  judged: z
    .object({
      period: z.string(),
      revision: z.int(),
      severity: z.string(),
      count: z.int(),
      dataState: z.enum(['realtime', 'preliminary', 'reviewed']),
    })
    .nullable(),
  instructions: z.array(
    z.object({
      id: z.uuid(),
      givenOn: z.iso.date(),
      leaderPost: NamedRef,
      text: z.string(),
      rung: z.string().nullable(),
    }),
  ),
}).meta({ id: 'LadderDetail' });
