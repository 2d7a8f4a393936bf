import { z } from 'zod';
import { Basis, SubjectRef } from '#libs/contracts/shapes.js';
import { FormField } from '#libs/contracts/form.js';
import { FigureView, NamedRef, NamedSubject, Page } from '../shapes.api.js';
import { ACT_WRITE } from './act-action.api.js';

const flag = z.enum(['true', 'false']).optional();
const many = z
  .string()
  .max(1000)
  .transform((text) => text.split(',').filter(Boolean))
  .optional();

/** `GET /acts`. Lists in a parameter are separated by commas. */
export const ActQuery = z.object({
  state: many,
  kind: many,
  /** What it is about as people file it: an item's number, `section/DM04`, `ranking/<unit>`, `bulletin/2026-05`. */
  cause: z.string().max(200).optional(),
  unitId: z.string().max(120).optional(),
  warningId: z.uuid().optional(),
  ladderId: z.uuid().optional(),
  subjectKind: z.string().max(60).optional(),
  subjectId: z.string().max(120).optional(),
  /** Only what the asking person has to do something about: review, countersign, sign, issue, receive, answer. */
  waitingForMe: flag,
  issued: flag,
  open: flag,
  overdue: flag,
  ...Page,
});
export type ActQuery = z.infer<typeof ActQuery>;

const Named = z.object({ zh: z.string(), en: z.string() });

/** A paragraph with its blanks, or a heading, list, table or form; the shapes of libs/documents/template-schema.ts. */
const PaperBlock = z.union([z.string().max(10_000), z.record(z.string(), z.unknown())]).meta({ id: 'PaperBlock' });

/** Who has to act next, and what is waited for. */
const WaitingFor = z
  .object({
    stage: z.string(),
    name: Named,
    /** office, signer, countersigner, addressee, nobody. */
    who: z.enum(['office', 'signer', 'countersigner', 'addressee', 'nobody']),
    posts: z.array(NamedRef),
    unit: NamedRef.nullable(),
    since: z.iso.datetime(),
    dueOn: z.iso.date().nullable(),
  })
  .meta({ id: 'ActWaitingFor' });

export const ActView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    kind: z.string(),
    kindName: Named,
    colour: z.enum(['yellow', 'orange', 'red']).nullable(),
    cause: z.string(),
    state: z.string(),
    stateName: Named,
    title: z.string(),
    number: z.string().nullable(),
    warningId: z.uuid().nullable(),
    ladderId: z.uuid().nullable(),
    stepNo: z.int().nullable(),
    subject: NamedSubject.nullable(),
    addressee: NamedRef.nullable(),
    addresseePosts: z.array(NamedRef),
    occurredAt: z.iso.datetime(),
    signedAt: z.iso.datetime().nullable(),
    issuedAt: z.iso.datetime().nullable(),
    issuedOn: z.iso.date().nullable(),
    receivedOn: z.iso.date().nullable(),
    replyDueOn: z.iso.date().nullable(),
    /** 暂定: the limit reaches into a year whose calendar is not official yet. */
    isReplyDueProvisional: z.boolean(),
    repliedOn: z.iso.date().nullable(),
    overdueSince: z.iso.date().nullable(),
    meetingAt: z.iso.datetime().nullable(),
    heldOn: z.iso.date().nullable(),
    liftedOn: z.iso.date().nullable(),
    waitingFor: WaitingFor,
    isPublic: z.boolean(),
    documentReady: z.boolean(),
  })
  .meta({ id: 'ActView' });
export type ActView = z.infer<typeof ActView>;

export const ActPage = z
  .object({
    items: z.array(ActView),
    nextCursor: z.string().nullable(),
    /** Of the filter, whatever the page. */
    total: z.int(),
  })
  .meta({ id: 'ActPage' });

const NextAction = z
  .object({
    action: z.string(),
    zh: z.string(),
    en: z.string(),
    method: z.enum(['POST', 'PUT']),
    path: z.string(),
    permission: z.string(),
    fields: z.array(FormField),
  })
  .meta({ id: 'ActNextAction' });

const TemplateField = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  optional: z.boolean(),
  /** Filled in by dates and the arrangement, not by hand. */
  late: z.boolean(),
  choices: z.record(z.string(), z.string()).nullable(),
  fields: z
    .array(
      z.object({
        name: z.string(),
        label: z.string(),
        type: z.string(),
        optional: z.boolean(),
        choices: z.record(z.string(), z.string()).nullable(),
      }),
    )
    .nullable(),
});

const RelatedAct = z
  .object({
    id: z.uuid(),
    relation: z.enum([
      'lifts',
      'lifted-by',
      'revokes',
      'revoked-by',
      'corrects',
      'corrected-by',
      'minutes-of',
      'minutes',
      'absorbed-by',
      'absorbs',
    ]),
    kind: z.string(),
    title: z.string(),
    number: z.string().nullable(),
    state: z.string(),
  })
  .meta({ id: 'RelatedAct' });

export const Arrangement = z
  .object({
    meetingAt: z.iso.datetime({ offset: true }),
    place: z.string().min(1).max(500),
    chairPostId: z.string().min(1).max(120),
    attendeePostIds: z.array(z.string().min(1).max(120)).max(50),
    materials: z.array(z.string().min(1).max(500)).max(50),
    leaveRule: z.string().min(1).max(500),
    leaveDueAt: z.iso.datetime({ offset: true }),
    publicity: z.enum(['public', 'internal', 'closed']),
  })
  .partial()
  .meta({ id: 'TalkArrangement' });

/** `GET /acts/{id}`: the whole life. */
export const ActDetail = ActView.extend({
  copies: z.object({ units: z.array(NamedRef), posts: z.array(NamedRef) }),
  issuing: z.object({ issuer: z.string(), mark: z.string(), code: z.string().nullable() }).nullable(),
  countersignUnit: NamedRef.nullable(),
  /** Hash of what stands there now, to be sent along with a signature; and of what was signed. */
  contentSha256: z.string(),
  signedSha256: z.string().nullable(),
  canEdit: z.boolean(),
  /** What has to be filled in before it can be signed. */
  blanks: z.array(z.object({ name: z.string(), label: z.string() })),
  fields: z.array(TemplateField),
  parameters: z.record(z.string(), z.unknown()),
  lateParameters: z.record(z.string(), z.unknown()),
  /** The text with its blanks. */
  body: z.array(PaperBlock),
  arrangement: Arrangement.nullable(),
  /** A message as it reads in the system; null for a paper. */
  message: z.object({ title: z.string(), lines: z.array(z.string()) }).nullable(),
  signers: z.array(
    z.object({
      postKind: z.string(),
      kindName: Named,
      post: NamedRef.nullable(),
      signedAt: z.iso.datetime().nullable(),
      signedByPost: NamedRef.nullable(),
      signedByPerson: NamedRef.nullable(),
      opinion: z.string().nullable(),
    }),
  ),
  figures: z.array(
    FigureView.extend({
      frozenAt: z.iso.datetime().nullable(),
      /** 来源编号 as the annex prints it; `GET /evidence-chains/accountability/source/{number}` answers for it. */
      sourceNumber: z.string(),
      evidencePath: z.string(),
    }),
  ),
  receipts: z.array(
    z.object({
      post: NamedRef,
      outcome: z.enum(['received', 'by-deputy', 'refused']),
      signerPost: NamedRef.nullable(),
      signerPerson: NamedRef.nullable(),
      witnessPost: NamedRef.nullable(),
      receivedAt: z.iso.datetime(),
      note: z.string().nullable(),
    }),
  ),
  replies: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(['reply', 'plan', 'minutes', 'meeting', 'verification']),
      onDate: z.iso.date(),
      at: z.iso.datetime(),
      text: z.string(),
      content: z.record(z.string(), z.unknown()),
      files: z.array(z.object({ sha256: z.string(), name: z.string() })),
      person: NamedRef.nullable(),
    }),
  ),
  limits: z.array(
    z.object({
      id: z.string(),
      name: Named,
      from: z.enum(['issue', 'receipt', 'meeting']),
      amount: z.int(),
      unit: z.enum(['WORKING_DAY', 'CALENDAR_DAY']),
      owedBy: z.enum(['unit', 'office']),
    }),
  ),
  steps: z.array(
    z.object({
      version: z.int(),
      action: z.string(),
      actionName: Named,
      fromState: z.string(),
      toState: z.string(),
      at: z.iso.datetime(),
      recordedAt: z.iso.datetime(),
      actor: z.object({ kind: z.enum(['account', 'system']), id: z.string(), name: z.string() }),
      opinion: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  related: z.array(RelatedAct),
  instructions: z.array(z.object({ id: z.uuid(), givenOn: z.iso.date(), leaderPost: NamedRef, text: z.string() })),
  basis: Basis,
  document: z.object({
    path: z.string().nullable(),
    fileName: z.string().nullable(),
    sha256: z.string().nullable(),
    ready: z.boolean(),
    fault: z.string().nullable(),
  }),
  bundle: z.object({
    path: z.string().nullable(),
    sha256: z.string().nullable(),
    pinnedAt: z.iso.datetime().nullable(),
    entries: z.int().nullable(),
    missing: z.array(z.string()),
    /** Records these lines stand for. */
    missingRecords: z.int(),
  }),
  rescheduleNotBefore: z.iso.date().nullable(),
  nextActions: z.array(NextAction),
}).meta({ id: 'ActDetail' });
export type ActDetail = z.infer<typeof ActDetail>;

/** A number the drafter brings himself, with where it was read; every printed number is one. */
export const HandFigure = z
  .object({
    id: z.string().regex(/^[a-z][a-z0-9-]{0,60}$/),
    label: z.string().trim().min(1).max(200),
    definition: z.string().trim().min(1).max(200),
    /** ISO instant, or a civil date. */
    cutoff: z.union([z.iso.date(), z.iso.datetime({ offset: true })]),
    value: z.string().trim().min(1).max(200),
    unit: z.string().trim().max(40).default(''),
    state: z.enum(['realtime', 'preliminary', 'reviewed', 'reported', 'confirmed']),
    /** Paper or record it was taken from, in words. */
    takenFrom: z.string().trim().min(1).max(500),
  })
  .meta({ id: 'HandFigure' });

/** `PUT /acts/{id}/content`. Values by name, null takes one away; `body` is the text with its blanks. */
export const EditAct = z
  .object({
    parameters: z.record(z.string(), z.unknown()).optional(),
    body: z.array(PaperBlock).min(1).max(200).optional(),
    arrangement: Arrangement.optional(),
    /** Numbers of the drafter's own; those read from records stay beside them. */
    figures: z.array(HandFigure).max(200).optional(),
    /** Needed where the change voids a signature. */
    reason: z.string().trim().max(2000).optional(),
    ...ACT_WRITE,
  })
  .meta({ id: 'EditAct' });

/** `POST /acts`: an act no ladder asked for. */
export const DraftAct = z
  .object({
    kind: z.string().min(1).max(60),
    addresseeUnitId: z.string().min(1).max(120),
    addresseePostIds: z.array(z.string().min(1).max(120)).max(20).optional(),
    copyToUnitIds: z.array(z.string().min(1).max(120)).max(50).optional(),
    subject: SubjectRef.optional(),
    matterTitle: z.string().trim().min(1).max(200).optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
    figures: z.array(HandFigure).max(200).default([]),
    ...ACT_WRITE,
  })
  .meta({ id: 'DraftAct' });

/** What the platform says of a bundle it pinned, without giving anything of the originals away. */
export const BundleAttestation = z
  .object({
    /** Of the bundle as it was pinned: a copy of it has the same. */
    sha256: z.string(),
    isBundleIntact: z.boolean(),
    packets: z.int(),
    passwordsHidden: z.int(),
    /** Packets that are what came, by the hash noted when they came, with nothing but the password hidden. */
    confirmed: z.int(),
    problems: z.array(z.string()),
  })
  .meta({ id: 'BundleAttestation' });
