import type { EntityManager } from 'typeorm';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { refusalOfAction } from '#libs/domain/problem/acceptance.js';
import { transitionOf } from '#libs/domain/problem/lifecycle.js';
import type { ProblemAction } from '#libs/domain/problem/transitions.js';
import { obey, Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { requireScope } from '#libs/identity/scope.js';
import type { Pack } from '#libs/policy/pack.js';
import { storeEvidence } from '../evidence/store-evidence.js';
import type { EvidenceFile } from '../inputs.api.js';
import { closureRulesOf } from '../reference/categories.js';
import { joinedPath, workingCalendar } from '../reference/directory.store.js';
import { businessTime, type WriteInput } from '#libs/identity/write-time.js';
import type { ActionContext, Effect } from './action-context.js';
import { CLOSURE_EFFECTS } from './closure-effects.js';
import { ACTION_FORMS } from './problem-action.api.js';
import { ProblemItemEntity, type ProblemEntity } from './problem.entity.js';
import { insertAction, itemsOf, lockProblem, unitsNamedBy } from './problem.store.js';
import { publishProblem } from './publish-problem.js';
import { actorOf, hostUnitIds, routeFactsOf, standingOf, workDoneOn } from './relations.js';
import { keepSpans } from './span.store.js';
import { stepDueOn } from './step-due.js';
import { WORK_EFFECTS } from './work-effects.js';

const EFFECTS = { ...WORK_EFFECTS, ...CLOSURE_EFFECTS } as unknown as Readonly<
  Record<ProblemAction, Effect<ProblemAction>>
>;

export interface ActionInput extends WriteInput {
  readonly action: ProblemAction;
  /** The action's own fields, checked against its form. */
  readonly given: Readonly<Record<string, unknown>>;
}

/** What every write of a problem begins with: the locked row, the time it is dated, and what it may be judged by. */
export const openAct = async (
  tx: EntityManager,
  pack: Pack,
  problemId: string,
  permission: string,
  input: WriteInput,
  identity: Identity,
  now: Date,
): Promise<ActionContext> => {
  const problem = await lockProblem(tx, problemId);
  const path = await joinedPath(tx, problem.unitIds);
  requireScope(identity, permission, path);
  if (input.expectedVersion !== undefined && input.expectedVersion !== problem.version)
    throw new Refusal('PROBLEM_CHANGED_MEANWHILE', `the problem is at version ${problem.version}`, {
      version: problem.version,
    });
  const at = businessTime(input, identity, { unitPath: path, lastActionAt: problem.lastActionAt }, now);
  const rules = closureRulesOf(pack, problem.closureRulesVersion);
  return {
    tx,
    pack,
    rules,
    calendar: await workingCalendar(tx),
    problem,
    items: await itemsOf(tx, problem.id),
    identity,
    at,
    on: shanghaiDate(at),
    now,
  };
};

/** Saves what an act changed, with its line of history, its files, both histories, its audit row and its event. */
export const closeAct = async (
  context: ActionContext,
  act: {
    readonly action: string;
    readonly before: Pick<ProblemEntity, 'state' | 'deadline' | 'leadUnitId' | 'version'>;
    readonly given: Readonly<Record<string, unknown>>;
    readonly reason: string | null;
  },
): Promise<string> => {
  const { tx, problem, items, identity, at, now } = context;
  problem.version += 1;
  problem.unitIds = unitsNamedBy(problem);
  problem.lastActionAt = at;
  problem.changedAt = at;
  await tx.save(problem);
  if (items.length > 0) await tx.save(ProblemItemEntity, [...items]);
  const actionId = await insertAction(tx, problem, {
    action: act.action,
    from: act.before.state,
    at,
    recordedAt: now,
    personId: identity.personId,
    given: act.given,
    reason: act.reason,
  });
  const files = act.given['evidence'];
  if (Array.isArray(files)) await storeEvidence(tx, context, { kind: 'action', id: actionId }, files as EvidenceFile[]);
  await keepSpans(tx, problem, items, at, now);
  await audit(tx, {
    at,
    action: `problem.${act.action}`,
    subject: { kind: 'problem', id: problem.id },
    old: act.before,
    new: { state: problem.state, deadline: problem.deadline, leadUnitId: problem.leadUnitId, version: problem.version },
    reason: act.reason,
  });
  const codes = act.given['refusalCodes'];
  await publishProblem(tx, problem, items, {
    action: act.action,
    at,
    ...(Array.isArray(codes) ? { refusalCodes: codes as string[] } : {}),
  });
  return actionId;
};

export const beforeOf = ({ problem }: ActionContext) => ({
  state: problem.state,
  deadline: problem.deadline,
  leadUnitId: problem.leadUnitId,
  version: problem.version,
});

/**
 * Takes one action of the lifecycle table. The kernel says whether it may be taken (state, route, relation, independence,
 * papers); the action's own checks and effects follow. Refuses with the codes of `refusalOfAction`, FORBIDDEN_UNIT,
 * PROBLEM_CHANGED_MEANWHILE, RECORD_BACKDATED_… and those of the effects.
 */
export const actOnProblem = async (
  tx: EntityManager,
  pack: Pack,
  problemId: string,
  input: ActionInput,
  identity: Identity,
  now: Date,
): Promise<ProblemEntity> => {
  const { action, given } = input;
  const context = await openAct(tx, pack, problemId, ACTION_FORMS[action].permission, input, identity, now);
  const { problem, rules, at, on } = context;
  const before = beforeOf(context);
  obey(
    refusalOfAction({
      state: problem.state,
      action,
      facts: routeFactsOf(problem),
      actor: actorOf(problem, await standingOf(tx, identity), rules, identity),
      work: workDoneOn(problem),
      hostUnitIds: await hostUnitIds(tx, problem, rules),
      given,
      inspectorsAtLeast: rules.inspectorsAtLeast,
    }),
  );
  const transition = transitionOf(problem.state, action)!;
  await EFFECTS[action](context, given as never);
  problem.state = transition.to;
  problem.stateSince = at;
  problem.stepDueOn = stepDueOn(problem, on, context.calendar, rules);
  await closeAct(context, { action, before, given, reason: reasonOf(input) });
  return problem;
};

/** Why: what the action itself says, or why it is dated back. */
const reasonOf = ({ given, backdatingReason }: ActionInput): string | null =>
  [given['reason'], backdatingReason].find((text) => typeof text === 'string') ?? null;
