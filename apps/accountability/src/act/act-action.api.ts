import { z } from 'zod';
import { CivilDate } from '#libs/contracts/shapes.js';
import { field } from '#libs/contracts/form.js';

const Ref = z.string().min(1).max(120);
const ShortText = z.string().trim().min(1).max(500);
const LongText = z.string().trim().min(1).max(4000);
/** An instant with its offset, e.g. `2026-07-16T14:30:00+08:00`. */
const InstantInput = z.iso.datetime({ offset: true });
const File = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'the SHA-256 of an uploaded file, 64 hexadecimal digits'),
  name: z.string().min(1).max(255),
});
const Files = z.array(File).max(50).default([]);

/**
 * What every write may carry: `expectedVersion` guards against acting on an act somebody changed meanwhile; `at` dates the
 * step back, which takes the permission record.backdate and a reason.
 */
const WRITE = {
  expectedVersion: z.int().positive().optional(),
  at: InstantInput.optional(),
  backdatingReason: LongText.optional(),
} as const;

const opinion = field(LongText.optional(), 'long-text', '意见', 'opinion');
const reason = field(LongText, 'long-text', '理由', 'reason');

const Countersigning = {
  onBehalfOfPostId: field(Ref.optional(), 'post', '代录会签人', 'countersigned on paper by'),
} as const;
const ListOfText = z
  .union([z.array(ShortText).max(50), z.string().max(2000)])
  .transform((value) =>
    (typeof value === 'string' ? value.split(/[、；;\n]/) : value).map((one) => one.trim()).filter(Boolean),
  );

/** Demands of a meeting: a sentence each, or with the day and the post that were named there. */
const Demands = z
  .array(
    z.union([
      ShortText.transform((text) => ({ text })),
      z.object({ text: ShortText, deadline: CivilDate.optional(), ownerPostId: Ref.optional() }),
    ]),
  )
  .min(1)
  .max(50);

/** How a talk is held, of no meaning for other kinds. */
export const TALK = {
  meetingAt: field(InstantInput.optional(), 'datetime', '约谈时间', 'time of the talk'),
  place: field(ShortText.optional(), 'text', '约谈地点', 'place'),
  chairPostId: field(Ref.optional(), 'post', '主持人', 'chair'),
  summonedPostIds: field(z.array(Ref).max(20).optional(), 'posts', '被约谈人', 'summoned'),
  attendeePostIds: field(z.array(Ref).max(50).optional(), 'posts', '参加人员', 'attendees'),
  materials: field(ListOfText.optional(), 'texts', '携带材料', 'materials to bring'),
  leaveRule: field(ShortText.optional(), 'text', '请假规定', 'how to ask for leave'),
  leaveDueAt: field(InstantInput.optional(), 'datetime', '请假时限', 'leave to be asked by'),
  public: field(z.boolean().optional(), 'boolean', '是否公开', 'public'),
} as const;

interface ActForm {
  readonly permission: string;
  readonly zh: string;
  readonly en: string;
  readonly shape: z.ZodRawShape;
}

/** One route for every action: `POST /acts/{id}/{action}`. */
export const ACT_FORMS = {
  submit: { permission: 'act.draft', zh: '送审', en: 'send to review', shape: {} },
  'pass-review': { permission: 'act.review', zh: '核稿通过', en: 'pass the review', shape: { opinion } },
  countersign: {
    permission: 'act.review',
    zh: '会签',
    en: 'countersign',
    shape: { opinion, ...Countersigning },
  },
  prepare: {
    permission: 'act.review',
    zh: '核稿并送签',
    en: 'review and send to the signer',
    shape: { opinion, countersignature: z.object({ opinion: LongText.optional(), ...Countersigning }).optional() },
  },
  return: { permission: 'act.review', zh: '退回修改', en: 'send back', shape: { reason } },
  redraft: { permission: 'act.draft', zh: '重新拟稿', en: 'take up again', shape: {} },
  sign: {
    permission: 'act.sign',
    zh: '签发',
    en: 'sign',
    shape: { opinion, contentSha256: z.string().optional() },
  },
  approve: {
    permission: 'act.sign',
    zh: '审签',
    en: 'review and sign in one',
    shape: { opinion, contentSha256: z.string().optional() },
  },
  number: { permission: 'act.issue', zh: '编号', en: 'number', shape: {} },
  seal: { permission: 'act.issue', zh: '用印', en: 'seal', shape: {} },
  issue: { permission: 'act.issue', zh: '编号用印并印发', en: 'number, seal and issue', shape: TALK },
  receipt: {
    permission: 'act.receipt',
    zh: '签收',
    en: 'sign for it',
    shape: {
      receivingPostId: field(Ref, 'post', '受送达岗位', 'receiving post'),
      signerPostId: field(Ref.optional(), 'post', '签收岗位', 'signed by'),
      outcome: field(z.enum(['received', 'by-deputy', 'refused']).default('received'), 'choice', '签收方式', 'outcome'),
      note: field(LongText.optional(), 'long-text', '说明', 'note'),
    },
  },
  'record-refused-receipt': {
    permission: 'act.issue',
    zh: '记录拒收',
    en: 'record a refused receipt',
    shape: {
      receivingPostId: field(Ref, 'post', '受送达岗位', 'receiving post'),
      witnessPostId: field(Ref, 'post', '见证人', 'witness'),
      reason,
    },
  },
  reply: {
    permission: 'act.reply',
    zh: '答复',
    en: 'answer',
    shape: {
      text: field(LongText, 'long-text', '答复内容', 'answer'),
      measures: field(z.array(ShortText).max(50).default([]), 'texts', '措施', 'measures'),
      attachments: field(Files, 'files', '附件', 'files'),
    },
  },
  plan: {
    permission: 'act.reply',
    zh: '报送整改方案',
    en: 'file the plan',
    shape: {
      text: field(LongText, 'long-text', '整改方案', 'plan'),
      deadline: field(CivilDate.optional(), 'date', '完成时限', 'to be done by'),
      attachments: field(Files, 'files', '附件', 'files'),
    },
  },
  'hold-meeting': {
    permission: 'act.hold-meeting',
    zh: '记录约谈',
    en: 'record the talk',
    shape: {
      heldAt: field(InstantInput, 'datetime', '约谈时间', 'held at'),
      chairPostId: field(Ref, 'post', '主持人', 'chair'),
      attendedPostIds: field(z.array(Ref).min(1).max(50), 'posts', '到会人员', 'present'),
      explanation: field(LongText, 'long-text', '情况说明', 'what the unit explained'),
      commitments: field(z.array(ShortText).min(1).max(50), 'texts', '表态承诺', 'commitments'),
    },
  },
  'record-absence': {
    permission: 'act.hold-meeting',
    zh: '记录缺席',
    en: 'record an absence',
    shape: {
      heldAt: field(InstantInput, 'datetime', '约谈时间', 'time of the talk'),
      absentPostIds: field(z.array(Ref).min(1).max(50), 'posts', '缺席人员', 'absent'),
      reason,
    },
  },
  minutes: {
    permission: 'act.draft',
    zh: '形成纪要',
    en: 'file the minutes',
    shape: {
      text: field(LongText, 'long-text', '纪要', 'minutes'),
      demands: field(Demands, 'texts', '会上提出的整改要求', 'demands made at the meeting'),
      copiedTo: field(z.array(Ref).max(50).default([]), 'units', '分送单位', 'copies to'),
    },
  },
  verify: {
    permission: 'act.lift',
    zh: '核查',
    en: 'verify',
    shape: {
      verifiedOn: field(CivilDate, 'date', '核查日期', 'checked on'),
      inspectorPostIds: field(z.array(Ref).min(1).max(20), 'posts', '核查人员', 'inspectors'),
      passed: field(z.boolean().default(true), 'boolean', '是否通过', 'passed'),
      opinion: field(LongText, 'long-text', '核查意见', 'finding'),
      attachments: field(Files, 'files', '附件', 'files'),
    },
  },
  lift: { permission: 'act.lift', zh: '解除', en: 'lift', shape: { reason } },
  cancel: { permission: 'act.draft', zh: '撤稿', en: 'drop the draft', shape: { reason } },
  file: { permission: 'act.issue', zh: '归档', en: 'file', shape: {} },
  refresh: { permission: 'act.draft', zh: '更新数据', en: 'read the figures again', shape: {} },
  withdrawal: { permission: 'act.draft', zh: '起草撤销文书', en: 'draft its withdrawal', shape: { reason } },
  correction: { permission: 'act.draft', zh: '起草更正文书', en: 'draft its correction', shape: { reason } },
} as const satisfies Readonly<Record<string, ActForm>>;
export type ActActionName = keyof typeof ACT_FORMS;

const upper = (action: string): string =>
  action
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

const bodies = Object.fromEntries(
  (Object.entries(ACT_FORMS) as [ActActionName, ActForm][]).map(([action, form]) => [
    action,
    z.object({ ...form.shape, ...WRITE }).meta({ id: `Act${upper(action)}` }),
  ]),
);

/** The body of an action's route. */
export const actBody = (action: ActActionName): z.ZodObject => bodies[action]!;

/** What was sent with an action, without what every write may carry. */
export type Given<A extends ActActionName> = z.infer<z.ZodObject<(typeof ACT_FORMS)[A]['shape']>>;

/** Answer of every action. */
export const ActOutcome = z
  .object({
    actId: z.uuid(),
    version: z.int(),
    state: z.string(),
    number: z.string().nullable(),
    /** The act that was drafted by the action, where it drafts one. */
    draftedActId: z.uuid().nullable(),
  })
  .meta({ id: 'ActOutcome' });
export { WRITE as ACT_WRITE };
