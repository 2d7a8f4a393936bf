import type { SubjectRef } from '#libs/contracts/shapes.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { TemplateValues } from '#libs/documents/template.js';
import { requireScope } from '#libs/identity/scope.js';
import { inForce } from '#libs/policy/item.js';
import { v7 as uuidv7 } from 'uuid';
import type { ActContext } from './act-context.js';
import type { ActEntity } from './act.entity.js';
import { OFFICE } from '../matter/addressees.js';
import { draftAct } from './draft-act.js';
import type { ActFigure } from '../paper/figure.js';
import { pathsOf, postsOfKinds, unitName, unitOfType } from '../paper/post-names.js';

export interface HandDraft {
  readonly kind: string;
  readonly addresseeUnitId: string;
  readonly addresseePostIds?: readonly string[] | undefined;
  readonly copyToUnitIds?: readonly string[] | undefined;
  readonly subject?: SubjectRef | undefined;
  readonly matterTitle?: string | undefined;
  readonly parameters?: TemplateValues | undefined;
  readonly figures: readonly ActFigure[];
}

/**
 * Drafts an act no ladder asked for. Limits and addressees are those the pack's ladders give its kind. Refuses with
 * ACT_KIND_UNKNOWN (no such kind, or one that goes out by itself).
 */
export const draftByHand = async (context: ActContext, given: HandDraft): Promise<ActEntity> => {
  const { tx, pack, identity, at } = context;
  const on = shanghaiDate(at);
  const office = await unitOfType(tx, OFFICE);
  requireScope(identity, 'act.draft', await pathsOf(tx, [office?.id ?? null]));
  const policy = inForce(pack.acts, on).find(({ id }) => id === given.kind);
  if (!policy || policy.isAutomatic)
    throw new Refusal('ACT_KIND_UNKNOWN', `no act of kind ${given.kind} is drafted by hand`);
  const rung = inForce(pack.ladders, on)
    .flatMap(({ rungs }) => rungs)
    .find(({ document }) => document === given.kind);
  const relation = inForce(pack.relations, on).find(({ id }) => id === rung?.addressee);
  const posts =
    given.addresseePostIds ??
    (await postsOfKinds(tx, relation?.posts ?? ['principal', 'liaison'], given.addresseeUnitId)).map(({ id }) => id);
  return draftAct(tx, pack, {
    key: `hand|${uuidv7()}`,
    kind: given.kind,
    cause: given.subject ? `${given.subject.kind}/${given.subject.id}` : `unit/${given.addresseeUnitId}`,
    colour: rung?.colour ?? null,
    subject: given.subject ?? null,
    addresseeUnitId: given.addresseeUnitId,
    addresseePostIds: posts,
    addressesPrincipal: rung?.addressee === 'principal',
    copyToUnitIds: given.copyToUnitIds ?? [],
    drafterPersonId: identity.personId,
    limits: rung?.duties ?? [],
    parameters: {
      unitName: await unitName(tx, given.addresseeUnitId),
      ...(given.matterTitle === undefined
        ? {}
        : { matterTitle: given.matterTitle, matterShort: given.matterTitle, matterText: given.matterTitle }),
      ...given.parameters,
    },
    figures: given.figures,
    basis: { references: [], query: null },
    occurredAt: at,
  });
};
