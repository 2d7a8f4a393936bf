/**
 * Who may carry a problem over each step: legality, relation, papers, independence. Each rule
 * answers with the refusal or null; `refusalOfAction` asks them all.
 */
import { Refusal } from '../refusal.js';
import { REFUSAL_REASONS } from './closure-refusal.js';
import { allowedActions, isOnRoute, type RouteFacts, transitionOf } from './lifecycle.js';
import type { ProblemState, Relation } from './states.js';
import type { ProblemAction, ProblemTransition } from './transitions.js';

/** Who did the work, and the persons who reported it done. */
export interface WorkDone {
  readonly leadUnitId: string;
  /** Units that did part of the work; a unit that cooperates in name only is none of them. */
  readonly helperUnitIds: readonly string[];
  readonly personIds: readonly string[];
}

/** Who judges it. */
export interface Actor {
  readonly personId: string;
  /** Units from the root down to and including the actor's own. */
  readonly unitPath: readonly string[];
  readonly relations: readonly Relation[];
  readonly isSupervisionOffice: boolean;
  readonly isUpperBody: boolean;
}

/**
 * Nobody accepts work of his own: not the unit that did it, not a unit below it, not a person who reported it done.
 * Refuses with PROBLEM_JUDGED_BY_DOER.
 */
export const ownWorkConflict = (work: WorkDone, actor: Actor): Refusal | null => {
  const unitId = [work.leadUnitId, ...work.helperUnitIds].find((id) => actor.unitPath.includes(id));
  if (unitId === undefined && !work.personIds.includes(actor.personId)) return null;
  return new Refusal(
    'PROBLEM_JUDGED_BY_DOER',
    'A step of closure is never taken by the unit or person that did the work.',
    {
      unitId: unitId ?? null,
      personId: actor.personId,
    },
  );
};

/**
 * Items led by the host of the committee office are accepted by the supervision office or an upper body, since the
 * office cannot judge the house it lives in. Refuses with PROBLEM_HOST_ITEM.
 */
export const hostItemConflict = (work: WorkDone, hostUnitIds: readonly string[], actor: Actor): Refusal | null => {
  if (!hostUnitIds.includes(work.leadUnitId) || actor.isSupervisionOffice || actor.isUpperBody) return null;
  return new Refusal(
    'PROBLEM_HOST_ITEM',
    'Work of the host of the committee office is accepted by the supervision office or an upper body.',
    { unitId: work.leadUnitId },
  );
};

/** Lead, supervising and acceptance unit of an assigned item differ. Refuses with PROBLEM_UNITS_CONFLICT. */
export const unitsConflict = (units: {
  readonly leadUnitId: string;
  readonly supervisingUnitId: string | null;
  readonly acceptanceUnitId: string | null;
}): Refusal | null => {
  const clash = (['supervisingUnitId', 'acceptanceUnitId'] as const).find((role) => units[role] === units.leadUnitId);
  if (clash === undefined) return null;
  return new Refusal('PROBLEM_UNITS_CONFLICT', 'The lead unit neither supervises nor accepts its own item.', {
    field: clash,
    unitId: units.leadUnitId,
  });
};

/** On-site verification takes at least so many different people. Refuses with PROBLEM_TOO_FEW_INSPECTORS. */
export const inspectorsConflict = (inspectorPersonIds: readonly string[], atLeast: number): Refusal | null => {
  const present = new Set(inspectorPersonIds).size;
  if (present >= atLeast) return null;
  return new Refusal('PROBLEM_TOO_FEW_INSPECTORS', `An on-site check takes at least ${atLeast} people.`, {
    present,
    atLeast,
  });
};

/** A refusal of closure names at least one known reason. Refuses with PROBLEM_UNKNOWN_REFUSAL_CODE. */
export const refusalCodesConflict = (codes: readonly unknown[]): Refusal | null => {
  const unknown = codes.filter((code) => !(typeof code === 'string' && Object.hasOwn(REFUSAL_REASONS, code)));
  if (codes.length > 0 && unknown.length === 0) return null;
  return new Refusal('PROBLEM_UNKNOWN_REFUSAL_CODE', 'A refusal of closure names its reasons by code.', {
    unknown,
    known: Object.keys(REFUSAL_REASONS),
  });
};

const isMissing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

/** Demanded fields of an action that are absent or empty. */
export const missingFields = (transition: ProblemTransition, given: Readonly<Record<string, unknown>>): string[] =>
  transition.demands.filter((field) => isMissing(given[field]));

export interface ActionRequest {
  readonly state: ProblemState;
  readonly action: ProblemAction;
  readonly facts: RouteFacts;
  readonly actor: Actor;
  readonly work: WorkDone;
  /** The unit that houses the committee office, with its branches; empty when the office stands alone. */
  readonly hostUnitIds: readonly string[];
  readonly given: Readonly<Record<string, unknown>>;
  /** Pack data: how many people an on-site check takes. */
  readonly inspectorsAtLeast: number;
}

const routeConflict = (request: ActionRequest, transition: ProblemTransition): Refusal | null => {
  if (isOnRoute(transition, request.facts)) return null;
  if (transition.action === 'close')
    return new Refusal(
      'PROBLEM_UPPER_CONFIRMATION_MISSING',
      'This item is confirmed by the upper body before closure.',
    );
  if (transition.action === 'skip-notice')
    return new Refusal('PROBLEM_NOTICE_REQUIRED', 'This item is put on public notice before closure.');
  return new Refusal('PROBLEM_OFF_ROUTE', `Action ${transition.action} is not on the route of this problem.`, {
    allowed: allowedActions(request.state, request.facts).map(({ action }) => action),
  });
};

const fieldsConflict = (request: ActionRequest, transition: ProblemTransition): Refusal | null => {
  const missing = missingFields(transition, request.given);
  if (missing.length > 0)
    return new Refusal('PROBLEM_FIELD_MISSING', `Action ${transition.action} needs: ${missing.join(', ')}.`, {
      missing,
    });
  const { inspectorPersonIds, refusalCodes } = request.given;
  return (
    (Array.isArray(inspectorPersonIds) ? inspectorsConflict(inspectorPersonIds, request.inspectorsAtLeast) : null) ??
    (Array.isArray(refusalCodes) ? refusalCodesConflict(refusalCodes) : null)
  );
};

/**
 * Why an action may not be taken, or null. Order: state, route, actor, independence, papers. Codes:
 * PROBLEM_ILLEGAL_TRANSITION, PROBLEM_UPPER_CONFIRMATION_MISSING, PROBLEM_NOTICE_REQUIRED, PROBLEM_OFF_ROUTE,
 * PROBLEM_WRONG_ACTOR, PROBLEM_JUDGED_BY_DOER, PROBLEM_HOST_ITEM, PROBLEM_FIELD_MISSING, PROBLEM_TOO_FEW_INSPECTORS,
 * PROBLEM_UNKNOWN_REFUSAL_CODE.
 */
export const refusalOfAction = (request: ActionRequest): Refusal | null => {
  const { state, action, actor, work, hostUnitIds } = request;
  const transition = transitionOf(state, action);
  if (!transition)
    return new Refusal('PROBLEM_ILLEGAL_TRANSITION', `A problem in state ${state} knows no action ${action}.`, {
      state,
      action,
      allowed: allowedActions(state, request.facts).map((one) => one.action),
    });
  const offRoute = routeConflict(request, transition);
  if (offRoute) return offRoute;
  if (!transition.by.some((relation) => actor.relations.includes(relation)))
    return new Refusal('PROBLEM_WRONG_ACTOR', `Action ${action} belongs to: ${transition.by.join(', ')}.`, {
      allowed: transition.by,
      relations: actor.relations,
    });
  return (
    (transition.independence ? ownWorkConflict(work, actor) : null) ??
    (transition.independence === 'acceptance' ? hostItemConflict(work, hostUnitIds, actor) : null) ??
    fieldsConflict(request, transition)
  );
};
