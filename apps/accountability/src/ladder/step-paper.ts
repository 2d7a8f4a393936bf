import type { EntityManager } from 'typeorm';
import { PostState } from '#libs/contracts/directory.events.js';
import type { Basis } from '#libs/contracts/shapes.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { LadderStep } from '#libs/domain/escalation/ladder-state.js';
import { textOf } from '#libs/documents/document-content.js';
import type { TemplateValues } from '#libs/documents/template.js';
import { NotYet } from '#libs/messaging/faults.js';
import { allReferences } from '#libs/messaging/reference.js';
import { inForce, itemInForce } from '#libs/policy/item.js';
import { inOrder } from '#libs/persistence/in-order.js';
import type { ActEntity } from '../act/act.entity.js';
import { actOfStep, countOfStep, earlierActs } from '../act/act.store.js';
import { addresseesOf } from '../matter/addressees.js';
import { composeLifting } from '../paper/compose-lifting.js';
import { composeValues } from '../paper/compose-values.js';
import { type ActDraft, draftAct, signersOfDraft } from '../act/draft-act.js';
import { matterOf } from '../matter/matter-of.js';
import { type Matter } from '../matter/matter.js';
import { copiedOrgans } from '../paper/post-names.js';
import { signersOf } from '../signature/signer.store.js';
import { withdrawalOf } from '../act/withdrawal-of.js';
import { latestInstruction } from '../instruction/instruction.store.js';
import { findWarning, type WarningRow } from '../warning/warning.store.js';
import type { LadderParts } from './ladder-event.js';
import type { LadderEntity } from './ladder.entity.js';

type Rung = LadderEntity['policy']['rungs'][number];

const rungOf = (row: LadderEntity, step: LadderStep): Rung => row.policy.rungs.find(({ id }) => id === step.rung)!;

const warningOf = async (tx: EntityManager, row: LadderEntity): Promise<WarningRow> => {
  const warning = await findWarning(tx, row.warningId);
  if (!warning) throw new Error(`ladder ${row.ladderId} has no warning ${row.warningId}`);
  return warning;
};

/** Whom a rung addresses and copies, and whom it asks to countersign. */
const circleOf = async (
  tx: EntityManager,
  { pack }: LadderParts,
  rung: Rung,
  document: string,
  matter: Matter,
  at: Date,
) => {
  const on = shanghaiDate(at);
  // A paper without addressees is worse than a late one: the register is still on its way.
  if ((await allReferences(tx, PostState)).length === 0) throw new NotYet('directory.posts');
  const to = await addresseesOf(tx, pack, rung.addressee, matter.units, on);
  const copies = await inOrder(rung.copyTo, (id) => addresseesOf(tx, pack, id, matter.units, on));
  const areaWide = new Set(inForce(pack.relations, on).flatMap(({ id, of }) => (of === 'area' ? [id] : [])));
  const { countersigner } = itemInForce(pack.acts, document, on);
  const asked = countersigner === null ? null : await addresseesOf(tx, pack, countersigner, matter.units, on);
  const countersignUnitId = asked?.unitIds.find((id) => !to.unitIds.includes(id)) ?? null;
  return {
    addresseeUnitId: to.unitIds[0] ?? null,
    addresseePostIds: to.postIds,
    addressesPrincipal: rung.addressee === 'principal',
    // A leader is copied by post, a unit as a unit.
    copyToUnitIds: rung.copyTo.flatMap((id, index) => (areaWide.has(id) ? [] : copies[index]!.unitIds)),
    copyToPostIds: rung.copyTo.flatMap((id, index) => (areaWide.has(id) ? copies[index]!.postIds : [])),
    countersignUnitId,
  };
};

/** A leader gets his copy by post; the paper names the organ he sits in. */
const printedCopies = async (
  tx: EntityManager,
  {
    copyToUnitIds,
    copyToPostIds,
  }: { readonly copyToUnitIds: readonly string[]; readonly copyToPostIds: readonly string[] },
) => ({ copyToUnitIds: await copiedOrgans(tx, copyToUnitIds, copyToPostIds) });

const basisOf = (row: LadderEntity, warning: WarningRow, matter: Matter, more: Basis['references']): Basis => ({
  references: [
    { service: 'accountability', kind: 'warning', id: warning.warningId, version: warning.version },
    { service: 'accountability', kind: 'ladder', id: row.ladderId, version: row.version },
    ...more,
    ...matter.references,
  ],
  query: null,
});

/** A message says the same in fewer words. */
const messageValues = (matter: Matter, values: TemplateValues): TemplateValues => {
  const figure = (id: string): string | null => {
    const found = matter.figures.find((one) => one.id === id);
    return found ? `${found.value}${found.unit}` : null;
  };
  return {
    ...values,
    matterNo: matter.no ?? matter.sourceName,
    reasonText: matter.brief || textOf(matter.facts),
    plannedPercent: figure('planned'),
    actualPercent: figure('actual'),
    replyDue: null,
  };
};

/**
 * Drafts the paper of a step with everything the records give: addressees, copies, signers, figures, earlier papers. Null
 * where the rung has none. A step drafted anew after its draft fell gets a paper of its own.
 */
export const draftStepPaper = async (
  tx: EntityManager,
  parts: LadderParts,
  row: LadderEntity,
  step: LadderStep,
  at: Date,
): Promise<ActEntity | null> => {
  const rung = rungOf(row, step);
  const { document } = rung;
  if (document === null) return null;
  const { pack } = parts;
  const warning = await warningOf(tx, row);
  const matter = await matterOf(tx, pack, warning, at);
  const circle = await circleOf(tx, parts, rung, document, matter, at);
  const round = await countOfStep(tx, row.ladderId, step.no, document);
  const earlier = await earlierActs(tx, row.warningId);
  const latest = await latestInstruction(tx, row.ladderId, at);
  // An instruction is spent on the paper it was given for; the next one rests on a new one.
  const lastIssued = earlier.at(-1)?.issuedOn ?? null;
  const isOpen = latest !== null && (latest.rung === rung.id || lastIssued === null || latest.givenOn > lastIssued);
  const instruction = isOpen ? latest : null;
  const draft = {
    kind: document,
    colour: rung.colour,
    addressesPrincipal: circle.addressesPrincipal,
    leaderPostId: matter.units.leaderPostId,
    occurredAt: at,
  };
  const values = await composeValues(tx, pack, {
    kind: document,
    warning,
    matter,
    ...circle,
    ...(await printedCopies(tx, circle)),
    signerPostIds: (await signersOfDraft(tx, pack, draft)).flatMap(({ postId }) => postId ?? []),
    limits: rung.duties,
    earlier,
    instruction,
    on: shanghaiDate(at),
  });
  return draftAct(tx, pack, {
    ...draft,
    ...circle,
    cause: matter.cause,
    key: `ladder|${row.ladderId}|${step.no}|${document}${round === 0 ? '' : `|${round + 1}`}`,
    warningId: row.warningId,
    ladderId: row.ladderId,
    stepNo: step.no,
    subject: warning.subject,
    limits: rung.duties,
    parameters: rung.isAutomatic ? messageValues(matter, values) : values,
    figures: matter.figures,
    basis: basisOf(
      row,
      warning,
      matter,
      instruction ? [{ service: 'accountability', kind: 'instruction', id: instruction.instructionId }] : [],
    ),
  });
};

/** Drafts the paper that lifts a step: the same circle, and what the records say of check, notice and reply from above. */
export const draftLiftingPaper = async (
  tx: EntityManager,
  parts: LadderParts,
  row: LadderEntity,
  step: LadderStep,
  document: string,
  at: Date,
): Promise<ActEntity | null> => {
  const lifted = await actOfStep(tx, row.ladderId, step.no);
  if (!lifted) return null;
  const { pack } = parts;
  const rung = rungOf(row, step);
  const warning = await warningOf(tx, row);
  const matter = await matterOf(tx, pack, warning, at);
  const circle = await circleOf(tx, parts, rung, document, matter, at);
  const draft: Pick<ActDraft, 'kind' | 'addressesPrincipal' | 'leaderPostId' | 'signers' | 'occurredAt'> = {
    kind: document,
    addressesPrincipal: circle.addressesPrincipal,
    leaderPostId: matter.units.leaderPostId,
    // Whoever signed the paper signs its end, whatever the rules say by now.
    signers: (await signersOf(tx, lifted.actId)).map(({ postKind }) => postKind),
    occurredAt: at,
  };
  const signerPostIds = (await signersOfDraft(tx, pack, draft)).flatMap(({ postId }) => postId ?? []);
  const values = await composeLifting(tx, pack, {
    warning,
    matter,
    lifted,
    ...circle,
    ...(await printedCopies(tx, circle)),
    signerPostIds,
    at,
  });
  return draftAct(tx, pack, {
    ...draft,
    ...circle,
    countersignUnitId: null,
    cause: matter.cause,
    key: `ladder|${row.ladderId}|${step.no}|${document}`,
    warningId: row.warningId,
    ladderId: row.ladderId,
    stepNo: step.no,
    liftsActId: lifted.actId,
    subject: warning.subject,
    parameters: values,
    figures: [],
    basis: basisOf(row, warning, matter, [{ service: 'accountability', kind: 'act', id: lifted.actId }]),
  });
};

/** Drafts the numbered paper that takes a paper back whose reason was found wrong. */
export const draftWithdrawal = async (
  tx: EntityManager,
  { pack }: LadderParts,
  row: LadderEntity,
  step: LadderStep,
  at: Date,
): Promise<ActEntity | null> => {
  const issued = await actOfStep(tx, row.ladderId, step.no);
  return issued && withdrawalOf(tx, pack, issued, '据以作出的数据已经更正，事由不成立', null, at);
};
