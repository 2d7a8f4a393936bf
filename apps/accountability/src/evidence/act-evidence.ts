import { z } from 'zod';
import { ACT_OUTCOMES, ACT_STAGES } from '#libs/domain/escalation/act-lifecycle.js';
import { FIGURE_STATE_NAMES } from '#libs/documents/document-content.js';
import type { EvidenceReader } from '../indicator/evidence-reader.js';
import { figureInChain, figuresOf, findAct } from '../act/act.store.js';
import { isByHand } from '../paper/hand-figure.js';
import { postName, unitName } from '../paper/post-names.js';
import { findInstruction } from '../instruction/instruction.store.js';
import { findLadder, findLadderVersion, ladderChanges } from '../ladder/ladder.store.js';

const LADDER_STATUS = { climbing: '逐级进行', ending: '解除中', ended: '已结束' } as const;
/** What a figure's number is of, as its paper has it; what the drafter wrote beside one of his own stands under its own name. */
const PARAMETER_LABELS: Readonly<Record<string, string>> = {
  subject: '对象',
  period: '时段',
  problemNo: '问题编号',
  milestone: '节点',
  edition: '评价依据',
  takenFrom: '取自',
};

const isUuid = (id: string): boolean => z.uuid().safeParse(id).success;

/** A formal act rests on its figures, its warning and ladder, and what its basis names. */
export const actEvidence: EvidenceReader = async (tx, _pack, id) => {
  const act = isUuid(id) ? await findAct(tx, id) : null;
  if (!act) return null;
  const figures = await figuresOf(tx, id);
  return {
    // A draft is the office's own affair until it is out.
    unitPath: act.issuedAt === null ? act.officePath : act.unitPath,
    answer: {
      record: {
        service: 'accountability',
        kind: 'act',
        id,
        version: act.version,
        title: act.number === null ? act.title : `${act.title}（${act.number}）`,
        at: (act.issuedAt ?? act.occurredAt).toISOString(),
        facts: [
          { label: '文种', value: act.policy.name.zh },
          { label: '主送', value: (await unitName(tx, act.addresseeUnitId)) ?? '—' },
          { label: '状态', value: { ...ACT_STAGES, ...ACT_OUTCOMES }[act.state].zh },
          ...(act.issuedOn === null ? [] : [{ label: '印发日期', value: act.issuedOn }]),
          ...(act.signedSha256 === null ? [] : [{ label: '签发内容SHA-256', value: act.signedSha256 }]),
          ...(act.documentSha256 === null ? [] : [{ label: '文件SHA-256', value: act.documentSha256 }]),
        ],
      },
      basis: {
        references: [
          ...figures.map(({ evidenceId }) => ({ service: 'accountability', kind: 'figure', id: evidenceId })),
          ...act.basis.references,
        ],
        query: act.basis.query,
      },
    },
  };
};

/** A number printed in an act, and the record it was read from. */
export const figureEvidence: EvidenceReader = async (tx, _pack, id) => {
  const figure = isUuid(id) ? await figureInChain(tx, id) : null;
  const act = figure && (await findAct(tx, figure.actId));
  if (!act || !figure) return null;
  return {
    unitPath: act.issuedAt === null ? act.officePath : act.unitPath,
    answer: {
      record: {
        service: 'accountability',
        kind: 'figure',
        id,
        title: figure.label,
        at: figure.frozenAt?.toISOString() ?? null,
        facts: [
          { label: figure.label, value: figure.value, unit: figure.unit },
          { label: '指标', value: figure.definition },
          { label: '截止时间', value: figure.cutoff },
          { label: '数据状态', value: FIGURE_STATE_NAMES[figure.state] },
          { label: '版次', value: String(figure.revision) },
          { label: '文书', value: act.number ?? act.title },
          ...Object.entries(figure.parameters).map(([name, value]) => ({
            label: PARAMETER_LABELS[name] ?? name,
            value,
          })),
        ],
      },
      basis: { references: isByHand(figure) ? [] : [figure.source], query: null },
    },
  };
};

/**
 * A ladder rests on its warning; its history tells when which rung was entered, answered, missed. At a version that is kept
 * it is what it was then, and so is its warning.
 */
export const ladderEvidence: EvidenceReader = async (tx, _pack, id, asked) => {
  const ladder = isUuid(id) ? await findLadder(tx, id) : null;
  if (!ladder) return null;
  const kept = asked === null ? null : await findLadderVersion(tx, id, asked);
  const version = kept && asked !== null ? asked : ladder.version;
  const then = kept ?? (await findLadderVersion(tx, id, version));
  // By its end and not by its number: the ladder may have gone on since it was read.
  const changes = (await ladderChanges(tx, id)).filter(({ seq }) => seq <= (then?.lastSeq ?? seq));
  const nameOf = (rung: string): string => ladder.policy.rungs.find((one) => one.id === rung)?.name.zh ?? rung;
  return {
    unitPath: ladder.unitPath,
    answer: {
      record: {
        service: 'accountability',
        kind: 'ladder',
        id,
        version,
        title: ladder.title,
        at: ladder.startedAt.toISOString(),
        facts: [
          { label: '规则', value: `${ladder.policyId} v${ladder.policyVersion}` },
          { label: '状态', value: LADDER_STATUS[then?.status ?? ladder.status] },
          ...changes
            .filter(({ outcome }) => outcome === 'entered' || outcome === 'overdue')
            .map(({ onDate, outcome, rung }) => ({
              label: outcome === 'entered' ? '进入' : '逾期',
              value: `${nameOf(rung)} ${onDate}`,
            })),
        ],
      },
      basis: {
        references: [
          {
            service: 'accountability',
            kind: 'warning',
            id: ladder.warningId,
            ...(then ? { version: then.warningVersion } : {}),
          },
        ],
        query: null,
      },
    },
  };
};

/** A leader's instruction as the office recorded it. */
export const instructionEvidence: EvidenceReader = async (tx, pack, id) => {
  const instruction = isUuid(id) ? await findInstruction(tx, id) : null;
  if (!instruction) return null;
  return {
    unitPath: instruction.unitPath,
    answer: {
      record: {
        service: 'accountability',
        kind: 'instruction',
        id,
        title: `${await postName(tx, pack, instruction.leaderPostId, instruction.givenOn)}批示`,
        at: instruction.givenAt.toISOString(),
        facts: [
          { label: '批示内容', value: instruction.text },
          { label: '日期', value: instruction.givenOn },
          ...(instruction.feedbackBy === null ? [] : [{ label: '反馈时限', value: instruction.feedbackBy }]),
        ],
      },
      basis: { references: [], query: null },
    },
  };
};
