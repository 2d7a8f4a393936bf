import type { EntityManager } from 'typeorm';
import { refusalOfAction } from '#libs/domain/problem/acceptance.js';
import { REFUSAL_REASONS } from '#libs/domain/problem/closure-refusal.js';
import { allowedActions } from '#libs/domain/problem/lifecycle.js';
import type { Identity } from '#libs/identity/identity.js';
import { mayFor } from '#libs/identity/scope.js';
import type { ClosureRules } from '#libs/policy/work.schema.js';
import { type FormField, formFieldsOf } from '#libs/contracts/form.js';
import { ConfirmMilestone, JudgeDeadline, RejectMilestone } from '../plan/plan.api.js';
import { ReportProgress } from '../progress/progress.api.js';
import { ACTION_FORMS, actionBody, TIME_CATEGORIES } from './problem-action.api.js';
import type { ProblemEntity } from './problem.entity.js';
import { actorOf, hostUnitIds, relationsTo, routeFactsOf, type Standing, workDoneOn } from './relations.js';

const TIME_NAMES: Record<(typeof TIME_CATEGORIES)[number], [string, string]> = {
  IMMEDIATE: ['立行立改', 'at once'],
  DEADLINE: ['限期整改', 'by a deadline'],
  LONG_TERM: ['长期坚持', 'long term'],
};
const CHOICES: Record<string, FormField['choices']> = {
  timeCategory: TIME_CATEGORIES.map((value) => ({ value, zh: TIME_NAMES[value][0], en: TIME_NAMES[value][1] })),
  refusalCodes: Object.entries(REFUSAL_REASONS).map(([value, { zh, en }]) => ({ value, zh, en })),
};

export interface NextAction {
  readonly action: string;
  readonly zh: string;
  readonly en: string;
  readonly to: string | null;
  readonly path: string;
  readonly permission: string;
  readonly fields: FormField[];
}

const UNDER_WORK = ['RECTIFYING', 'EXTENSION_REQUESTED', 'COMPLETED_REPORTED', 'SUPPLEMENT', 'ON_SITE_CHECK'];

/** Acts that leave the state as it is, by the same rules as their use cases. */
const besides = (problem: ProblemEntity, standing: Standing, rules: ClosureRules): Omit<NextAction, 'path'>[] => {
  const relations = relationsTo(problem, standing, rules);
  const unitId = standing.unit?.id ?? '';
  const found: Omit<NextAction, 'path'>[] = [];
  const works =
    relations.includes('lead') || problem.supportingUnitIds.includes(unitId) || problem.territorialUnitId === unitId;
  if (
    works &&
    !['DRAFT', 'ASSIGNED', 'RETURN_REQUESTED', 'WITHDRAWN', 'MERGED', 'CONSOLIDATED'].includes(problem.state)
  )
    found.push({
      action: 'report-progress',
      zh: '填报进展',
      en: 'report progress',
      to: null,
      permission: 'progress.report',
      fields: formFieldsOf(ReportProgress, CHOICES),
    });
  if (relations.includes('supervising') && UNDER_WORK.includes(problem.state))
    found.push(
      {
        action: 'confirm-milestone',
        zh: '核实节点',
        en: 'confirm a milestone',
        to: null,
        permission: 'progress.confirm',
        fields: formFieldsOf(ConfirmMilestone, CHOICES),
      },
      {
        action: 'reject-milestone',
        zh: '退回节点',
        en: 'reject a milestone',
        to: null,
        permission: 'progress.confirm',
        fields: formFieldsOf(RejectMilestone, CHOICES),
      },
      {
        action: 'judge-deadline',
        zh: '研判时限',
        en: 'judge the deadline',
        to: null,
        permission: 'progress.confirm',
        fields: formFieldsOf(JudgeDeadline, CHOICES),
      },
    );
  return found;
};

/**
 * What somebody may do with a problem now: the actions of its state and route that its relation, independence and
 * permissions allow, with the fields each takes. Fields are not judged here: they are yet to be filled in.
 */
export const nextActions = async (
  tx: EntityManager,
  problem: ProblemEntity,
  identity: Identity,
  standing: Standing,
  rules: ClosureRules,
  unitPath: readonly string[],
): Promise<NextAction[]> => {
  const facts = routeFactsOf(problem);
  const actor = actorOf(problem, standing, rules, identity);
  const work = workDoneOn(problem);
  const hosts = await hostUnitIds(tx, problem, rules);
  const ofTable = allowedActions(problem.state, facts).flatMap(({ action, zh, en, to }) => {
    const { permission } = ACTION_FORMS[action];
    const refusal = refusalOfAction({
      state: problem.state,
      action,
      facts,
      actor,
      work,
      hostUnitIds: hosts,
      given: {},
      inspectorsAtLeast: rules.inspectorsAtLeast,
    });
    const isMine = refusal === null || refusal.code === 'PROBLEM_FIELD_MISSING';
    // A notice is ended when its span is over, not before.
    const isEarly = action === 'end-notice' && !problem.isNoticeOver;
    return isMine && !isEarly
      ? [{ action, zh, en, to: to as string | null, permission, fields: formFieldsOf(actionBody(action), CHOICES) }]
      : [];
  });
  return [...ofTable, ...besides(problem, standing, rules)]
    .filter(({ permission }) => mayFor(identity, permission, unitPath))
    .map((one) => ({
      ...one,
      path: one.action === 'report-progress' ? '/progress-reports' : `/problems/${problem.id}/${one.action}`,
    }));
};
