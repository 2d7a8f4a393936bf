import { z } from 'zod';
import { CivilDate } from '#libs/contracts/shapes.js';
import type { ProblemAction } from '#libs/domain/problem/transitions.js';
import { field } from '#libs/contracts/form.js';
import { EvidenceFiles, Goal, LongText, Measure, Milestone, Ref, ShortText, WRITE_SHAPE } from '../inputs.api.js';

export const TIME_CATEGORIES = ['IMMEDIATE', 'DEADLINE', 'LONG_TERM'] as const;

const unit = (zh: string, en: string) => field(Ref, 'unit', zh, en);
const maybeUnit = (zh: string, en: string) => field(Ref.optional(), 'unit', zh, en);
const post = (zh: string, en: string) => field(Ref, 'post', zh, en);
const maybePost = (zh: string, en: string) => field(Ref.optional(), 'post', zh, en);
const date = (zh: string, en: string) => field(CivilDate, 'date', zh, en);
const maybeDate = (zh: string, en: string) => field(CivilDate.optional(), 'date', zh, en);
const text = (zh: string, en: string) => field(ShortText, 'text', zh, en);
const maybeText = (zh: string, en: string) => field(ShortText.optional(), 'text', zh, en);
const words = (zh: string, en: string) => field(LongText, 'long-text', zh, en);
const maybeWords = (zh: string, en: string) => field(LongText.optional(), 'long-text', zh, en);
const files = field(EvidenceFiles.optional(), 'files', '佐证材料', 'evidence');
const milestones = field(z.array(Milestone).max(50).optional(), 'milestones', '节点', 'milestones');

const opinion = { opinion: words('意见', 'opinion') };
const reason = { reason: words('理由', 'reason') };
const onSite = {
  checkedOn: date('核查日期', 'checked on'),
  inspectorPersonIds: field(z.array(Ref).min(1).max(20), 'people', '核查人员', 'inspectors'),
};
const refusal = {
  refusalCodes: field(z.array(z.string().max(60)).min(1).max(12), 'choices', '不予销号情形', 'grounds of refusal'),
  ...reason,
};
const notice = {
  noticeStart: date('公示开始', 'notice begins'),
  noticeEnd: date('公示结束', 'notice ends'),
};
const replied = { repliedOn: date('回复日期', 'replied on'), replyDocNo: text('回复文号', 'number of the reply') };
const lookedBack = {
  checkedOn: date('核查日期', 'checked on'),
  record: text('核查记录', 'record of the check'),
};

/** What a unit says about each measure, goal, the survey and the rest when it reports completion. */
const MeasureResult = z
  .object({
    no: z.int().positive(),
    finishedOn: CivilDate.nullable(),
    evidence: z.array(z.string().min(1).max(255)).max(50).default([]),
  })
  .meta({ id: 'MeasureResultInput' });
const GoalResult = z
  .object({ no: z.int().positive(), met: z.boolean().nullable(), measuredOn: CivilDate.nullable().default(null) })
  .meta({ id: 'GoalResultInput' });
const Survey = z.object({ asked: z.int().nonnegative(), satisfied: z.int().nonnegative() }).meta({ id: 'SurveyInput' });
const Sweep = z.object({ required: z.boolean(), done: z.boolean() }).meta({ id: 'SweepInput' });

interface ActionForm {
  /** Permission of the route. */
  readonly permission: string;
  readonly shape: z.ZodRawShape;
}

/** Body and permission of every action of the lifecycle table; what the table demands is required here. */
export const ACTION_FORMS = {
  assign: {
    permission: 'problem.assign',
    shape: {
      assignDocNo: text('交办文号', 'assignment document'),
      leadUnitId: unit('牵头单位', 'lead unit'),
      supervisingUnitId: unit('督导单位', 'supervising unit'),
      acceptanceUnitId: maybeUnit('验收单位', 'acceptance unit'),
      timeCategory: field(z.enum(TIME_CATEGORIES), 'choice', '整改类型', 'time category'),
      deadline: date('整改时限', 'deadline'),
      title: maybeText('问题名称', 'title'),
      category: maybeText('问题类别', 'category'),
      territorialUnitId: maybeUnit('属地单位', 'territorial unit'),
      supportingUnitIds: field(z.array(Ref).max(30).optional(), 'units', '配合单位', 'supporting units'),
      leaderPostId: maybePost('包保领导', 'leader in charge'),
      responsiblePostId: maybePost('具体责任人', 'person in charge'),
      plannedClosureAt: maybeDate('计划销号时间', 'planned closure'),
    },
  },
  sign: { permission: 'problem.sign', shape: { signerPostId: post('签收人', 'signer') } },
  'request-return': {
    permission: 'problem.sign',
    shape: { ...reason, legalGround: words('职责依据', 'legal ground') },
  },
  'decide-return': {
    permission: 'problem.assign',
    shape: {
      decision: words('裁定意见', 'decision'),
      leadUnitId: unit('牵头单位', 'lead unit'),
      supervisingUnitId: maybeUnit('督导单位', 'supervising unit'),
    },
  },
  'submit-plan': {
    permission: 'problem.plan',
    shape: {
      goals: field(z.array(Goal).min(1).max(50), 'goals', '整改目标', 'goals'),
      measures: field(z.array(Measure).min(1).max(100), 'measures', '整改措施', 'measures'),
      milestones,
      responsibleLeaderPostId: post('责任领导', 'responsible leader'),
      responsiblePostId: post('具体责任人', 'person in charge'),
      acceptanceUnitId: unit('验收单位', 'acceptance unit'),
      evidence: files,
    },
  },
  'reject-plan': { permission: 'problem.approve-plan', shape: reason },
  'approve-plan': { permission: 'problem.approve-plan', shape: opinion },
  'request-extension': {
    permission: 'problem.plan',
    shape: { ...reason, proposedDeadline: date('申请时限', 'proposed deadline'), evidence: files },
  },
  'grant-extension': {
    permission: 'problem.extend',
    shape: {
      newDeadline: date('新时限', 'new deadline'),
      approvalDocNo: text('批准文号', 'approval document'),
      milestones,
    },
  },
  'decline-extension': { permission: 'problem.extend', shape: reason },
  'report-completion': {
    permission: 'problem.report',
    shape: {
      completedOn: date('完成日期', 'completed on'),
      summary: words('完成情况', 'summary'),
      evidence: field(EvidenceFiles.min(1), 'files', '佐证材料', 'evidence'),
      signedByPostId: post('签发负责人', 'signed by'),
      measures: field(z.array(MeasureResult).max(100).optional(), 'measure-results', '措施完成情况', 'measures done'),
      goals: field(z.array(GoalResult).max(50).optional(), 'goal-results', '目标达成情况', 'goals met'),
      survey: field(Survey.optional(), 'survey', '群众满意度', 'public satisfaction'),
      sweep: field(Sweep.optional(), 'sweep', '举一反三', 'search for like problems'),
      mechanism: maybeWords('长效机制', 'lasting mechanism'),
      complainantSaysSolved: field(z.boolean().optional(), 'boolean', '举报人认为已解决', 'complainant says solved'),
    },
  },
  withdraw: { permission: 'problem.assign', shape: { ...reason, documentNo: text('文号', 'document') } },
  merge: {
    permission: 'problem.assign',
    shape: { ...reason, intoProblemId: field(z.uuid(), 'problem', '并入问题', 'merged into') },
  },
  'return-file': {
    permission: 'problem.file-check',
    shape: { missingPapers: field(z.array(ShortText).min(1).max(50), 'texts', '缺少材料', 'missing papers') },
  },
  'pass-file-check': { permission: 'problem.file-check', shape: opinion },
  accept: {
    permission: 'problem.accept',
    shape: {
      ...onSite,
      record: text('核查记录', 'record of the check'),
      ...opinion,
      milestone: field(z.int().positive().optional(), 'milestone', '同时确认的节点', 'milestone confirmed with it'),
      evidence: files,
    },
  },
  refuse: {
    permission: 'problem.refuse',
    shape: { ...onSite, ...refusal, record: maybeText('核查记录', 'record of the check'), evidence: files },
  },
  'order-again': {
    permission: 'problem.order',
    shape: {
      newDeadline: date('重新整改时限', 'new deadline'),
      orderDocNo: text('责改文号', 'order document'),
      acceptanceUnitId: unit('验收单位', 'acceptance unit'),
      milestones,
    },
  },
  'publish-notice': {
    permission: 'problem.notice',
    shape: {
      channel: text('公示渠道', 'channel'),
      ...notice,
      contact: text('联系方式', 'contact'),
      evidence: files,
    },
  },
  'skip-notice': { permission: 'problem.notice', shape: opinion },
  'raise-objection': {
    permission: 'problem.notice',
    shape: { objection: words('异议内容', 'objection'), evidence: files },
  },
  'dismiss-objection': {
    permission: 'problem.check',
    shape: { finding: words('核查结论', 'finding'), ...notice, evidence: files },
  },
  'uphold-objection': {
    permission: 'problem.check',
    shape: { finding: words('核查结论', 'finding'), ...refusal, evidence: files },
  },
  'end-notice': {
    permission: 'problem.notice',
    shape: {
      noticeRecord: words('公示情况', 'record of the notice'),
      objections: field(z.int().nonnegative().optional(), 'integer', '异议件数', 'objections'),
      evidence: files,
    },
  },
  close: {
    permission: 'problem.approve-closure',
    shape: { ...opinion, approverPostId: post('审批人', 'approver') },
  },
  'decline-closure': { permission: 'problem.approve-closure', shape: refusal },
  'send-to-upper': {
    permission: 'problem.forward',
    shape: {
      sentOn: date('报送日期', 'sent on'),
      upperUnitId: unit('上级单位', 'body above'),
      documentNo: text('文号', 'document'),
      evidence: files,
    },
  },
  'confirm-by-upper': { permission: 'problem.upper-review', shape: { ...replied, evidence: files } },
  'refuse-by-upper': { permission: 'problem.upper-review', shape: { ...replied, ...refusal, evidence: files } },
  'begin-look-back': {
    permission: 'problem.look-back',
    shape: {
      occasion: text('事由', 'occasion'),
      inspectorPersonIds: field(z.array(Ref).max(20).optional(), 'people', '核查人员', 'inspectors'),
    },
  },
  'keep-closed': { permission: 'problem.look-back', shape: { ...lookedBack, evidence: files } },
  consolidate: { permission: 'problem.look-back', shape: { ...lookedBack, evidence: files } },
  reopen: { permission: 'problem.reopen', shape: { ...lookedBack, ...reason, evidence: files } },
  restart: {
    permission: 'problem.order',
    shape: {
      newDeadline: date('整改时限', 'new deadline'),
      orderDocNo: text('责改文号', 'order document'),
      milestones,
    },
  },
} as const satisfies Record<ProblemAction, ActionForm>;

const pascal = (action: string): string =>
  action
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

/** The body of an action's route, e.g. component `PublishNoticeOfProblem`. */
export const actionBody = (action: ProblemAction): z.ZodObject => BODIES[action];

const BODIES = Object.fromEntries(
  (Object.keys(ACTION_FORMS) as ProblemAction[]).map((action) => [
    action,
    z.object({ ...ACTION_FORMS[action].shape, ...WRITE_SHAPE }).meta({ id: `${pascal(action)}OfProblem` }),
  ]),
) as unknown as Readonly<Record<ProblemAction, z.ZodObject>>;

/** What every write of a problem answers. */
export const ProblemOutcome = z
  .object({ problemId: z.uuid(), problemNo: z.string(), version: z.int(), state: z.string() })
  .meta({ id: 'ProblemOutcome' });
