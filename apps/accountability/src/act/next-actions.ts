import type { z } from 'zod';
import { allowedActActions } from '#libs/domain/escalation/act-lifecycle.js';
import type { Identity } from '#libs/identity/identity.js';
import { mayFor } from '#libs/identity/scope.js';
import { formFieldsOf } from '#libs/contracts/form.js';
import { ACT_FORMS, type ActActionName, actBody, TALK } from './act-action.api.js';
import type { ActScope } from './act-scope.js';
import type { ActDetail } from './act.api.js';
import type { ActEntity } from './act.entity.js';
import type { Signer } from '../signature/signer.store.js';

type NextAction = z.input<typeof ActDetail>['nextActions'][number];

/** Routes that carry out an action of the lifecycle table, the most convenient one first. */
const ROUTES: Readonly<Record<string, readonly ActActionName[]>> = {
  submit: ['prepare', 'submit'],
  'pass-review': ['prepare', 'pass-review'],
  countersign: ['countersign'],
  sign: ['sign'],
  number: ['issue', 'number'],
  seal: ['issue', 'seal'],
  issue: ['issue'],
  'sign-receipt': ['receipt'],
  'record-refused-receipt': ['record-refused-receipt'],
  hold: ['hold-meeting'],
  'record-absence': ['record-absence'],
  verify: ['verify'],
  lift: ['lift'],
  file: ['file'],
  return: ['return'],
  redraft: ['redraft'],
  cancel: ['cancel'],
};

/** Whom an action is for, beside the permission. */
const isFor = (
  action: ActActionName,
  identity: Identity,
  scope: ActScope,
  act: ActEntity,
  signers: readonly Signer[],
): boolean => {
  const { permission } = ACT_FORMS[action];
  const inOffice = mayFor(identity, permission, act.officePath);
  const inUnit = scope.posts.some(
    ({ id, unitId }) => unitId === act.addresseeUnitId || act.addresseePostIds.includes(id),
  );
  const has = identity.grants.some((grant) => grant.permission === permission);
  switch (action) {
    case 'sign':
    case 'approve':
      return (
        inOffice &&
        signers.some(
          ({ signedAt, postId, postKind }) =>
            signedAt === null &&
            (postId === null ? scope.postKinds.includes(postKind) : scope.postIds.includes(postId)),
        )
      );
    case 'countersign':
      return has && (inOffice || (act.countersignUnitId !== null && scope.postUnitIds.includes(act.countersignUnitId)));
    case 'receipt':
    case 'reply':
    case 'plan':
      return has && inUnit;
    case 'lift':
      return inOffice && act.ladderId === null;
    default:
      return inOffice;
  }
};

/** What the asking person can do with an act now, each with its route and the fields of its form. */
export const nextActions = (
  identity: Identity,
  scope: ActScope,
  act: ActEntity,
  signers: readonly Signer[],
  facts: { readonly hasMinutes: boolean },
): NextAction[] => {
  const wanted = new Set<ActActionName>();
  for (const { action } of allowedActActions(act.policy, act.state)) {
    for (const route of ROUTES[action] ?? []) wanted.add(route);
    if (action === 'reply') wanted.add(act.heldOn === null ? 'reply' : 'plan');
  }
  if (['draft', 'review', 'countersign'].includes(act.state) && !act.policy.isAutomatic) wanted.add('approve');
  const isOpen = act.issuedAt !== null && !['filed', 'withdrawn'].includes(act.state);
  if (
    act.state === 'absorbed' &&
    act.issuedAt !== null &&
    act.repliedOn === null &&
    act.policy.stages.includes('reply')
  )
    wanted.add('reply');
  if (act.heldOn !== null && !facts.hasMinutes) wanted.add('minutes');
  if (isOpen && act.number !== null && act.state !== 'absorbed') {
    wanted.add('withdrawal');
    wanted.add('correction');
  }
  if (act.issuedAt === null && act.ladderId !== null && signers.every(({ signedAt }) => signedAt === null))
    wanted.add('refresh');
  const isTalk = act.policy.stages.includes('attendance');
  return [...wanted]
    .filter((action) => isFor(action, identity, scope, act, signers))
    .map((action) => {
      const { permission, zh, en } = ACT_FORMS[action];
      return {
        action,
        zh,
        en,
        method: 'POST',
        path: `/acts/${act.actId}/${action}`,
        permission,
        fields: formFieldsOf(actBody(action)).filter(({ name }) => isTalk || !(name in TALK)),
      };
    });
};
