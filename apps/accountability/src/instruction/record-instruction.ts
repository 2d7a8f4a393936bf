import type { EntityManager } from 'typeorm';
import { PostState } from '#libs/contracts/directory.events.js';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import { type CivilDate, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { WorkingCalendar } from '#libs/domain/calendar/working-day.js';
import { Refusal } from '#libs/domain/refusal.js';
import { keptBasis } from '#libs/evidence/reference-group.store.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { requireScope } from '#libs/identity/scope.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import { findReference } from '#libs/messaging/reference.js';
import { currentCause } from '#libs/observability/cause.js';
import { selectOne } from '#libs/persistence/select.js';
import type { Pack } from '#libs/policy/pack.js';
import { lockActOfStep } from '../act/act.store.js';
import { noteAct } from '../act/move-act.js';
import { SERVICE } from '../service-name.js';
import { authorityOf } from '../paper/authority.js';
import { holderOn, pathsOf } from '../paper/post-names.js';
import { signersOf } from '../signature/signer.store.js';
import { valuesFor } from '../paper/template-copy.js';
import { advanceLadder } from '../ladder/advance-ladder.js';
import { findLadder, ladderState, latestLadderOf } from '../ladder/ladder.store.js';
import { findWarning, type WarningRow } from '../warning/warning.store.js';
import { InstructionEntity } from './instruction.entity.js';
import { findInstruction } from './instruction.store.js';

export interface InstructionGiven {
  readonly leaderPostId: string;
  readonly text: string;
  readonly warningId?: string | undefined;
  readonly ladderId?: string | undefined;
  readonly subject?: SubjectRef | undefined;
  readonly matter?: string | undefined;
  readonly ownerUnitId?: string | undefined;
  readonly feedbackBy?: CivilDate | undefined;
  readonly rung?: string | undefined;
}

/** The standing warning an instruction is about; of several over one record the one whose ladder began first. */
const warningFor = async (tx: EntityManager, given: InstructionGiven): Promise<WarningRow | null> => {
  if (given.warningId !== undefined) return findWarning(tx, given.warningId);
  if (given.ladderId !== undefined) {
    const ladder = await findLadder(tx, given.ladderId);
    return ladder && findWarning(tx, ladder.warningId);
  }
  const row = await selectOne<{ warningId: string }>(
    tx,
    `select w.warning_id from warning w
      where w.subject_kind = $1 and w.subject_id = $2 and w.ended_at is null and w.ladder is not null
      order by w.started_at, w.warning_id limit 1`,
    [given.subject!.kind, given.subject!.id],
  );
  return row && findWarning(tx, row.warningId);
};

/** Writes the instruction into papers of the ladder that nobody has signed yet: it is their authority. */
const lendWeight = async (
  tx: EntityManager,
  pack: Pack,
  ladderId: string,
  instruction: InstructionEntity,
  at: Date,
): Promise<void> => {
  const ladder = await findLadder(tx, ladderId);
  if (!ladder) return;
  for (const step of (await ladderState(tx, ladder)).steps.filter(({ state }) => state === 'proposed')) {
    const act = await lockActOfStep(tx, ladderId, step.no);
    const isOpen = act !== null && ['draft', 'review', 'returned', 'countersign', 'signature'].includes(act.state);
    if (!isOpen || act.signedAt !== null) continue;
    if (act.parameters['governmentAuthority'] === undefined) {
      const signerPostIds = (await signersOf(tx, act.actId)).map(({ postId }) => postId);
      const authority = await authorityOf(tx, pack, instruction, signerPostIds);
      act.parameters = { ...act.parameters, ...valuesFor(act.template, authority) };
    }
    const reference = { service: 'accountability', kind: 'instruction', id: instruction.instructionId };
    act.basis = await keptBasis(tx, SERVICE, { ...act.basis, references: [reference, ...act.basis.references] });
    act.paperVersion += 1;
    await noteAct(tx, act, 'instructed', { at, given: { instructionId: instruction.instructionId } });
  }
};

/**
 * Records a leader's instruction. It may order a rung, which is then entered; otherwise it gives its authority to the papers
 * under way. Refuses with INSTRUCTION_KNOWN (the same one twice), INSTRUCTION_MATTER_NOT_FOUND, INSTRUCTION_NO_LEADER,
 * FORBIDDEN_UNIT, and the kernel's LADDER_UNKNOWN_RUNG, LADDER_NO_INSTRUCTION.
 */
export const recordInstruction = async (
  tx: EntityManager,
  parts: { readonly pack: Pack; readonly calendar: WorkingCalendar },
  identity: Identity,
  given: InstructionGiven,
  at: Date,
): Promise<InstructionEntity> => {
  const { pack } = parts;
  const on = shanghaiDate(at);
  const warning = await warningFor(tx, given);
  if (!warning && given.subject === undefined)
    throw new Refusal('INSTRUCTION_MATTER_NOT_FOUND', 'there is no such warning or ladder');
  const leader = await findReference(tx, PostState, given.leaderPostId);
  const kind = pack.postKinds.find(({ id }) => id === leader?.kind);
  if (!leader || !kind?.isLeader)
    throw new Refusal('INSTRUCTION_NO_LEADER', `${given.leaderPostId} is no leader's post`);
  const unitIds = warning ? [...warning.unitIds] : [given.ownerUnitId ?? leader.unitId];
  const unitPath = await pathsOf(tx, unitIds);
  requireScope(identity, 'ladder.instruct', unitPath);

  const about = warning ? warning.warningId : `${given.subject!.kind}:${given.subject!.id}`;
  const instructionId = deterministicId('instruction', given.leaderPostId, about, on, given.text);
  if (await findInstruction(tx, instructionId))
    throw new Refusal('INSTRUCTION_KNOWN', 'this instruction is recorded already');
  const subject = given.subject ?? warning?.subject ?? null;
  const instruction = tx.create(InstructionEntity, {
    instructionId,
    givenOn: on,
    givenAt: at,
    recordedAt: at,
    recordedBy: currentCause().actor,
    leaderPostId: given.leaderPostId,
    leaderPersonId: holderOn(leader, on),
    text: given.text,
    warningId: warning?.warningId ?? null,
    ladderId: null,
    subjectKind: subject?.kind ?? null,
    subjectId: subject?.id ?? null,
    matter: given.matter ?? warning?.title ?? '',
    ownerUnitId: given.ownerUnitId ?? null,
    feedbackBy: given.feedbackBy ?? null,
    rung: given.rung ?? null,
    unitPath,
  });
  await tx.insert(InstructionEntity, instruction as never);
  await audit(tx, {
    at,
    action: 'instruction.recorded',
    subject: { kind: 'instruction', id: instructionId },
    new: { leaderPostId: given.leaderPostId, about, rung: given.rung ?? null, text: given.text },
  });
  if (!warning) return instruction;
  if (given.rung !== undefined)
    await advanceLadder(tx, parts, {
      kind: 'instructed',
      warningId: warning.warningId,
      on,
      rung: given.rung,
      instructionId,
      by: given.leaderPostId,
      basis: given.text,
      occurredAt: at,
    });
  const ladder = await latestLadderOf(tx, warning.warningId);
  if (!ladder) return instruction;
  instruction.ladderId = ladder.ladderId;
  await tx.save(instruction);
  await lendWeight(tx, pack, ladder.ladderId, instruction, at);
  return instruction;
};
