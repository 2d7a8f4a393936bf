import type { EntityManager } from 'typeorm';
import { type ActAction, nextActState } from '#libs/domain/escalation/act-lifecycle.js';
import { audit } from '#libs/identity/audit.js';
import { currentCause } from '#libs/observability/cause.js';
import type { ActEntity } from './act.entity.js';
import { addActStep } from './act.store.js';
import { publishAct } from './publish-act.js';

export interface Step {
  /** Business time of the step. */
  readonly at: Date;
  readonly opinion?: string | null | undefined;
  readonly reason?: string | null | undefined;
  /** What was filled in, as far as it is not a field of the act. */
  readonly given?: Readonly<Record<string, unknown>>;
}

const keep = async (
  tx: EntityManager,
  act: ActEntity,
  from: ActEntity['state'],
  action: string,
  step: Step,
): Promise<void> => {
  act.version += 1;
  await tx.save(act);
  await addActStep(tx, act.actId, {
    version: act.version,
    action,
    fromState: from,
    toState: act.state,
    at: step.at,
    actor: currentCause().actor,
    opinion: step.opinion ?? null,
    reason: step.reason ?? null,
    given: step.given ?? {},
  });
  await audit(tx, {
    at: step.at,
    action: `act.${action}`,
    subject: { kind: 'act', id: act.actId },
    old: { state: from, version: act.version - 1 },
    new: { state: act.state, version: act.version, number: act.number },
    reason: step.reason ?? null,
  });
  await publishAct(tx, act, action, step.at);
};

/** Records something about an act that leaves it in its state: an edit, one of several signatures, a missed limit. */
export const noteAct = (tx: EntityManager, act: ActEntity, action: string, step: Step): Promise<void> =>
  keep(tx, act, act.state, action, step);

/** Whether nothing more is to come and the paper may be filed. */
const isSettled = (act: ActEntity): boolean =>
  act.ladderId === null ||
  act.policy.isAutomatic ||
  act.liftsActId !== null ||
  act.revokesActId !== null ||
  act.minutesOfActId !== null ||
  act.overAt !== null;

/** The next step nobody has to take: delivery inside the system, a countersignature nobody is asked for, filing. */
const ownStep = (act: ActEntity): { action: ActAction; opinion: string } | null => {
  if (act.state === 'countersign' && act.countersignUnitId === null)
    return { action: 'countersign', opinion: '无会签单位' };
  if (act.state === 'delivery') return { action: 'deliver', opinion: '系统内送达' };
  if (act.state === 'filing' && isSettled(act)) return { action: 'file', opinion: '自动归档' };
  return null;
};

/**
 * Takes an act one step on, and on through the steps the platform takes by itself. The caller holds its lock and has set
 * the fields the step fills. Refuses with ACT_ILLEGAL_TRANSITION.
 */
export const moveAct = async (tx: EntityManager, act: ActEntity, action: ActAction, step: Step): Promise<void> => {
  const from = act.state;
  act.state = nextActState(act.policy, from, action);
  act.stateSince = step.at;
  await keep(tx, act, from, action, step);
  for (let own = ownStep(act); own; own = ownStep(act)) {
    const before = act.state;
    act.state = nextActState(act.policy, before, own.action);
    await keep(tx, act, before, own.action, { at: step.at, opinion: own.opinion });
  }
};
