import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { PersonState } from '#libs/contracts/directory.events.js';
import { isActIssued } from '#libs/domain/escalation/act-lifecycle.js';
import type { Identity } from '#libs/identity/identity.js';
import { mayFor } from '#libs/identity/scope.js';
import { findReference } from '#libs/messaging/reference.js';
import { select } from '#libs/persistence/select.js';
import type { Pack } from '#libs/policy/pack.js';
import { inOrder } from '#libs/persistence/in-order.js';
import { recordsMissing } from '../evidence/collect-evidence.js';
import { instructionsOf } from '../instruction/instruction.store.js';
import { namesFor } from '../rule/names.js';
import { ACT_FORMS } from './act-action.api.js';
import { actScope, maySeeAct } from './act-scope.js';
import type { ActDetail } from './act.api.js';
import { type ActEntity, arrangementOf } from './act.entity.js';
import { actSteps, figuresOf, findAct } from './act.store.js';
import { registerFor, viewOf } from './act.view.js';
import { contentSha256 } from '../paper/content-hash.js';
import { nextActions } from './next-actions.js';
import { type AgencySettings, officeValues } from './agency.js';
import { blanksOf, filledMessage, LATE_NAMES } from '../paper/paper-content.js';
import { receiptsOf } from '../receipt/receipt.store.js';
import { paperName } from '../paper/render-act.js';
import { repliesOf } from '../receipt/reply.store.js';
import { signersOf } from '../signature/signer.store.js';
import { indicatorNames, sourceNumber } from '../paper/source-number.js';
import { valuesFor } from '../paper/template-copy.js';

type Detail = z.input<typeof ActDetail>;

/** Names of steps that are no action of a route. */
const STEP_NAMES: Readonly<Record<string, { zh: string; en: string }>> = {
  draft: { zh: '拟稿', en: 'drafted' },
  edit: { zh: '修改', en: 'edited' },
  deliver: { zh: '送达', en: 'delivered' },
  'sign-receipt': { zh: '签收', en: 'received' },
  hold: { zh: '到会', en: 'held' },
  overdue: { zh: '逾期', en: 'overdue' },
  absorb: { zh: '并入上一级措施', en: 'absorbed' },
  revoke: { zh: '撤销', en: 'taken back' },
  'void-approval': { zh: '撤回签发', en: 'approval void' },
  render: { zh: '成文', en: 'rendered' },
  'pin-evidence': { zh: '固化证据', en: 'evidence pinned' },
  'file-minutes': { zh: '形成纪要', en: 'minutes filed' },
  'verify-failed': { zh: '核查未通过', en: 'check failed' },
  reschedule: { zh: '须改期', en: 'to be rescheduled' },
  instructed: { zh: '领导批示', en: 'instruction given' },
  'draft-withdrawal': { zh: '起草撤销文书', en: 'withdrawal drafted' },
  'draft-correction': { zh: '起草更正文书', en: 'correction drafted' },
};
const stepName = (action: string): { zh: string; en: string } => {
  const form = (ACT_FORMS as Readonly<Record<string, { zh: string; en: string }>>)[action];
  return STEP_NAMES[action] ?? (form ? { zh: form.zh, en: form.en } : { zh: action, en: action });
};

const relatedOf = async (tx: EntityManager, act: ActEntity): Promise<Detail['related']> => {
  const rows = await select<{
    actId: string;
    kind: string;
    title: string;
    number: string | null;
    state: string;
    relation: string;
  }>(
    tx,
    `select a.act_id, a.kind, a.title, a.number, a.state, r.relation
       from (
         select $2::uuid as act_id, 'lifts' as relation
         union all select $3::uuid, 'revokes' union all select $4::uuid, 'corrects'
         union all select $5::uuid, 'minutes-of' union all select $6::uuid, 'absorbed-by'
         union all select b.act_id, 'lifted-by' from act b where b.lifts_act_id = $1
         union all select b.act_id, 'revoked-by' from act b where b.revokes_act_id = $1
         union all select b.act_id, 'corrected-by' from act b where b.corrects_act_id = $1
         union all select b.act_id, 'minutes' from act b where b.minutes_of_act_id = $1
         union all select b.act_id, 'absorbs' from act b where b.absorbed_by_act_id = $1
       ) r join act a on a.act_id = r.act_id
      order by a.occurred_at, a.act_id limit 100`,
    [act.actId, act.liftsActId, act.revokesActId, act.correctsActId, act.minutesOfActId, act.absorbedByActId],
  );
  return rows.map(({ actId, relation, ...rest }) => ({
    id: actId,
    relation: relation as Detail['related'][number]['relation'],
    ...rest,
  }));
};

const fieldsOf = (act: ActEntity): Detail['fields'] =>
  act.template.parameters.map((parameter) => ({
    name: parameter.name,
    label: parameter.label,
    type: parameter.type,
    optional: parameter.type === 'list' ? parameter.atLeast === 0 : parameter.optional,
    late: LATE_NAMES.includes(parameter.name),
    choices: parameter.type === 'list' ? null : (parameter.choices ?? null),
    fields:
      parameter.type === 'list'
        ? parameter.fields.map(({ name, label, type, optional, choices }) => ({
            name,
            label,
            type,
            optional,
            choices: choices ?? null,
          }))
        : null,
  }));

/**
 * An act with its whole life, for somebody who may see it; null otherwise. What may be done next is told for the asking
 * person.
 */
export const actDetail = async (
  tx: EntityManager,
  pack: Pack,
  settings: AgencySettings,
  actId: string,
  identity: Identity,
): Promise<Detail | null> => {
  const act = await findAct(tx, actId);
  if (!act) return null;
  const signers = await signersOf(tx, actId);
  const scope = await actScope(tx, identity);
  if (!maySeeAct(scope, act, signers)) return null;
  const register = await registerFor(tx, pack);
  const names = await namesFor(tx, {
    subjects: act.subjectKind === null || act.subjectId === null ? [] : [{ kind: act.subjectKind, id: act.subjectId }],
  });
  // A draft is shown with what the office fills in by itself when it reads it (核稿).
  const ofOffice = act.issuing === null ? valuesFor(act.template, await officeValues(tx, settings, act)) : {};
  const parameters = { ...ofOffice, ...act.parameters };
  const figures = await figuresOf(tx, actId);
  const nameOf = indicatorNames(pack);
  const receipts = await receiptsOf(tx, actId);
  const replies = await repliesOf(tx, actId);
  const instructions = act.ladderId === null ? [] : await instructionsOf(tx, act.ladderId);
  const person = async (id: string | null): Promise<{ id: string; name: string } | null> =>
    id === null ? null : { id, name: (await findReference(tx, PersonState, id))?.name ?? id };
  const post = (id: string | null): { id: string; name: string } | null => (id === null ? null : register.post(id));
  const isMessage = act.template.kind === 'MESSAGE';
  const isRendered = act.documentOf === act.paperVersion && act.documentSha256 !== null;
  return {
    ...viewOf(act, signers, register, ({ kind, id }) => (kind === null ? id : names.subject({ kind, id }))),
    copies: { units: act.copyToUnitIds.map(register.unit), posts: act.copyToPostIds.map(register.post) },
    issuing: act.issuing,
    countersignUnit: act.countersignUnitId === null ? null : register.unit(act.countersignUnitId),
    contentSha256: contentSha256(act, figures),
    signedSha256: act.signedSha256,
    canEdit: !isActIssued(act.state) && act.issuedAt === null && mayFor(identity, 'act.draft', act.officePath),
    blanks: blanksOf(act.template, parameters),
    fields: fieldsOf(act),
    parameters,
    lateParameters: act.lateParameters,
    body: act.template.body as Detail['body'],
    arrangement: arrangementOf(act) as Detail['arrangement'],
    message: isMessage
      ? (({ title, lines }) => ({ title, lines: [...lines] }))(
          filledMessage(act.template, { ...parameters, ...act.lateParameters }),
        )
      : null,
    signers: await inOrder(signers, async (signer) => ({
      postKind: signer.postKind,
      kindName: pack.postKinds.find(({ id }) => id === signer.postKind)?.name ?? {
        zh: signer.postKind,
        en: signer.postKind,
      },
      post: post(signer.postId),
      signedAt: signer.signedAt?.toISOString() ?? null,
      signedByPost: post(signer.signedByPostId),
      signedByPerson: await person(signer.signedByPersonId),
      opinion: signer.opinion,
    })),
    figures: figures.map(({ frozenAt, evidenceId, ...figure }) => ({
      ...figure,
      frozenAt: frozenAt?.toISOString() ?? null,
      sourceNumber: sourceNumber(figure, nameOf),
      evidencePath: `/evidence-chains/accountability/figure/${evidenceId}`,
    })),
    receipts: await inOrder(receipts, async (receipt) => ({
      post: register.post(receipt.postId),
      outcome: receipt.outcome,
      signerPost: post(receipt.signerPostId),
      signerPerson: await person(receipt.signerPersonId),
      witnessPost: post(receipt.witnessPostId),
      receivedAt: receipt.receivedAt.toISOString(),
      note: receipt.note,
    })),
    replies: await inOrder(replies, async (reply) => ({
      id: reply.replyId,
      kind: reply.kind,
      onDate: reply.onDate,
      at: reply.at.toISOString(),
      text: reply.text,
      content: { ...reply.content },
      files: reply.files.map((file) => ({ ...file })),
      person: await person(reply.personId),
    })),
    limits: act.limits.map(({ id, name, from, wait, owedBy }) => ({
      id,
      name,
      from,
      amount: wait.amount,
      unit: wait.unit,
      owedBy,
    })),
    steps: (await actSteps(tx, actId)).map(({ at, recordedAt, actor, ...step }) => ({
      version: step.version,
      action: step.action,
      actionName: stepName(step.action),
      fromState: step.fromState,
      toState: step.toState,
      at: at.toISOString(),
      recordedAt: recordedAt.toISOString(),
      actor: { kind: actor.kind, id: actor.id, name: actor.name },
      opinion: step.opinion,
      reason: step.reason,
    })),
    related: await relatedOf(tx, act),
    instructions: instructions.map(({ instructionId, givenOn, leaderPostId, text }) => ({
      id: instructionId,
      givenOn,
      leaderPost: register.post(leaderPostId),
      text,
    })),
    basis: act.basis,
    document: {
      path: isMessage ? null : `/acts/${actId}/document`,
      fileName: isMessage ? null : paperName(act),
      sha256: isRendered ? act.documentSha256 : null,
      ready: isRendered,
      fault: act.documentFault,
    },
    bundle: {
      path: act.bundleSha256 === null ? null : `/acts/${actId}/evidence-bundle`,
      sha256: act.bundleSha256,
      pinnedAt: act.bundlePinnedAt?.toISOString() ?? null,
      entries: act.bundleEntries,
      missing: [...(act.bundleMissing ?? [])],
      missingRecords: recordsMissing(act.bundleMissing ?? []),
    },
    rescheduleNotBefore: act.rescheduleNotBefore,
    nextActions: nextActions(identity, scope, act, signers, {
      hasMinutes: replies.some(({ kind }) => kind === 'minutes'),
    }),
  };
};
