import type { ScriptedAction } from '../sample-city.js';
import type { ActionContext } from './action-context.js';
import { actOf } from './targets.js';

const ROUTES: Readonly<Record<string, string>> = {
  'refresh-act': 'refresh',
  'approve-act': 'approve',
  'issue-act': 'issue',
  'sign-receipt': 'receipt',
  'answer-act': 'reply',
  'hold-talk': 'hold-meeting',
  'file-minutes': 'minutes',
  'file-plan': 'plan',
};

/** What people do with a formal act: sign, issue, receive, answer, hold the talk and what follows it. */
export const performActAction = async (context: ActionContext, action: ScriptedAction): Promise<void> => {
  const act = await actOf(context.client, action.target);
  await context.client.call(action.actor, 'POST', `/api/acts/${act.id}/${ROUTES[action.action]}`, {
    body: action.with,
    doneCodes: ['ILLEGAL', 'STATE', 'ALREADY', 'TWICE'],
  });
};
