import type { ScriptedAction } from '../sample-city.js';
import type { ActionContext } from './action-context.js';
import { type DescribedEvidence, uploadEvidence } from './evidence-file.js';
import { performActAction } from './act-actions.js';
import { deliverReviewed } from './deliver-reviewed.js';
import { dispatchIdOf, heldValuesIdOf, problemIdOf, taskIdOf } from './targets.js';

type Handler = (context: ActionContext, action: ScriptedAction) => Promise<void>;

/** Refusals that say a repeated call had gone through before its answer was lost. */
const DONE = ['ILLEGAL', 'KNOWN', 'USED', 'TWICE', 'ALREADY', 'STATE', 'CHANGED', 'SAME'];

/** The fields of an action, its described evidence made into uploaded files. */
const bodyOf = async ({ client }: ActionContext, action: ScriptedAction): Promise<Record<string, unknown>> => {
  const { evidence, ...rest } = action.with as { evidence?: readonly DescribedEvidence[] };
  if (!evidence) return rest;
  const files = [];
  for (const one of evidence) files.push(await uploadEvidence(client, action.actor, one));
  return { ...rest, evidence: files };
};

const onProblem =
  (name: string): Handler =>
  async (context, action) => {
    const id = await problemIdOf(context.client, action.target);
    await context.client.call(action.actor, 'POST', `/api/problems/${id}/${name}`, {
      body: await bodyOf(context, action),
      doneCodes: DONE,
    });
  };

const onTask =
  (name: string): Handler =>
  async (context, action) => {
    const id = await taskIdOf(context.client, action.target);
    await context.client.call(action.actor, 'POST', `/api/tasks/${id}/${name}`, {
      body: await bodyOf(context, action),
      doneCodes: DONE,
    });
  };

const PROBLEM_ACTIONS = [
  'assign',
  'sign',
  'submit-plan',
  'approve-plan',
  'confirm-milestone',
  'report-completion',
  'pass-file-check',
  'accept',
  'refuse',
  'order-again',
  'publish-notice',
  'skip-notice',
  'end-notice',
  'send-to-upper',
  'confirm-by-upper',
  'close',
  'begin-look-back',
  'reopen',
  'restart',
];
const ACT_ACTIONS = [
  'refresh-act',
  'approve-act',
  'issue-act',
  'sign-receipt',
  'answer-act',
  'hold-talk',
  'file-minutes',
  'file-plan',
];

const HANDLERS: Readonly<Record<string, Handler>> = {
  ...Object.fromEntries(PROBLEM_ACTIONS.map((name) => [name, onProblem(name)])),
  ...Object.fromEntries(ACT_ACTIONS.map((name) => [name, performActAction])),
  'sign-task': onTask('sign'),
  'report-task': onTask('report'),
  'confirm-task': onTask('confirm'),
  'report-progress': async (context, action) => {
    const problemId = await problemIdOf(context.client, action.target);
    await context.client.call(action.actor, 'POST', '/api/progress-reports', {
      body: { problemId, ...(await bodyOf(context, action)) },
      doneCodes: DONE,
    });
  },
  'reply-dispatch': async (context, action) => {
    const dispatchId = await dispatchIdOf(context.client, action.target);
    const problemId = await problemIdOf(context.client, action.target.split('/').at(-1) ?? '');
    await context.client.call(action.actor, 'POST', '/api/progress-reports', {
      body: { problemId, dispatchId, ...(await bodyOf(context, action)) },
      doneCodes: DONE,
    });
  },
  'issue-dispatch': async (context, action) => {
    const id = await dispatchIdOf(context.client, action.target);
    await context.client.call(action.actor, 'POST', `/api/dispatches/${id}/issue`, {
      body: action.with,
      doneCodes: DONE,
    });
  },
  'post-payment': async (context, action) => {
    const { noticeNo, amount, paidOn, voucher, payee, purpose } = action.with as Record<string, string>;
    await context.client.call(action.actor, 'POST', `/api/projects/${action.target}/payments`, {
      body: { noticeId: noticeNo, amount, paidOn, voucher, payee, purpose },
      doneCodes: DONE,
    });
  },
  'reverse-payment': async (context, action) => {
    const { paidOn, voucher, reason, reverses } = action.with as {
      paidOn: string;
      voucher: string;
      reason: string;
      reverses: number;
    };
    const wrong = context.script.actions.find(
      (other) => other.action === 'post-payment' && other.target === action.target && other.with['entry'] === reverses,
    );
    const { entries } = await context.client.call<{ entries: { id: string; voucher: string }[] }>(
      action.actor,
      'GET',
      `/api/projects/${action.target}`,
    );
    const entry = entries.find((one) => one.voucher === wrong?.with['voucher']);
    if (!entry) throw new Error(`${action.target} has no payment ${reverses} to reverse`);
    await context.client.call(action.actor, 'POST', `/api/projects/${action.target}/payments/${entry.id}/reversal`, {
      body: { paidOn, voucher, reason },
      doneCodes: DONE,
    });
  },
  'report-physical-progress': async (context, action) => {
    await context.client.call(action.actor, 'POST', `/api/projects/${action.target}/physical-progress`, {
      body: action.with,
    });
  },
  'record-evaluation-point': async (context, action) => {
    await context.client.call(action.actor, 'PUT', `/api/stations/${action.target}/evaluation-point`, {
      body: action.with,
      doneCodes: DONE,
    });
  },
  'record-instruction': async (context, action) => {
    const { leaderPostId, text, matter, owner, feedbackBy } = action.with as Record<string, string>;
    const problemId = await problemIdOf(context.client, matter ?? '');
    await context.client.call('eco-office.director', 'POST', '/api/instructions', {
      body: {
        leaderPostId,
        text,
        subject: { kind: 'problem', id: problemId },
        ownerUnitId: owner,
        ...(feedbackBy ? { feedbackBy } : {}),
      },
      doneCodes: DONE,
    });
  },
  'deliver-reviewed': deliverReviewed,
  'decide-held-values': async (context, action) => {
    const id = await heldValuesIdOf(context.client, action.target);
    await context.client.call(action.actor, 'POST', `/api/data-reviews/${id}/decision`, { body: action.with });
  },
};

/** Does what a scripted person does, through the public interface, as that person. */
export const performAction = async (context: ActionContext, action: ScriptedAction): Promise<void> => {
  const handler = HANDLERS[action.action];
  if (!handler) throw new Error(`the script asks for ${action.action}, which nobody here can do`);
  try {
    await handler(context, action);
  } catch (why) {
    throw new Error(
      `${action.at} ${action.actor} ${action.action} ${action.target}: ${why instanceof Error ? why.message : String(why)}`,
      { cause: why },
    );
  }
};
