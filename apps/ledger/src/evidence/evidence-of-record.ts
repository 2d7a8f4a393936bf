import type { EntityManager } from 'typeorm';
import type { Basis } from '#libs/contracts/shapes.js';
import { ItemLagDetails } from '#libs/contracts/item-lag.js';
import { PROBLEM_STATES } from '#libs/domain/problem/states.js';
import { asCited } from '#libs/evidence/cited-version.js';
import { groupRecord, REFERENCE_GROUP } from '#libs/evidence/reference-group.js';
import { findGroup } from '#libs/evidence/reference-group.store.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { requireScope } from '#libs/identity/scope.js';
import { ProblemEntity } from '../problem/problem.entity.js';
import { progressById } from '../progress/progress.store.js';
import { joinedPath } from '../reference/directory.store.js';
import { SERVICE } from '../service-name.js';
import { TaskEntity } from '../task/task.entity.js';
import type { LedgerEvidence } from './evidence.api.js';
import { figureById, lagMarkById } from './evidence-chain.store.js';

type Fact = LedgerEvidence['record']['facts'][number];

const fact = (label: string, value: string | number | null, unit?: string): Fact[] =>
  value === null ? [] : [{ label, value: String(value), ...(unit ? { unit } : {}) }];
const reference = (kind: string, id: string, version?: number) => ({
  service: SERVICE,
  kind,
  id,
  ...(version === undefined ? {} : { version }),
});
const onlyReferences = (references: Basis['references']): Basis => ({ references, query: null });

const ofProblem = async (tx: EntityManager, id: string) => {
  const problem = await tx.findOneBy(ProblemEntity, { id });
  return (
    problem && {
      unitIds: problem.unitIds,
      evidence: {
        record: {
          ...reference('problem', id, problem.version),
          title: `${problem.problemNo} ${problem.title}`,
          at: problem.createdAt.toISOString(),
          facts: [
            ...fact('所列', '现行状态'),
            ...fact('状态', PROBLEM_STATES[problem.state].zh),
            ...fact('交办日期', problem.assignedOn),
            ...fact('整改时限', problem.deadline),
            ...fact('填报进度', problem.reportedPct, '%'),
            ...fact('核实进度', problem.confirmedPct, '%'),
            ...fact('完成日期', problem.completedOn),
            ...fact('销号日期', problem.closedOn),
          ],
        },
        basis: problem.basis,
      },
    }
  );
};

const ofTask = async (tx: EntityManager, id: string) => {
  const task = await tx.findOneBy(TaskEntity, { id });
  return (
    task && {
      unitIds: task.unitIds,
      evidence: {
        record: {
          ...reference('task', id, task.version),
          title: `${task.taskNo} ${task.title}`,
          at: task.assignedAt.toISOString(),
          facts: [...fact('状态', task.state), ...fact('完成时限', task.dueOn), ...fact('核查结果', task.finding)],
        },
        basis: task.basis,
      },
    }
  );
};

/** Neither a report nor a look at a problem keeps which version it was about: they name the problem without one. */
const ofProgress = async (tx: EntityManager, id: string) => {
  const report = await progressById(tx, id);
  if (!report) return null;
  const owner = report.problemId
    ? await tx.findOneByOrFail(ProblemEntity, { id: report.problemId })
    : await tx.findOneByOrFail(TaskEntity, { id: report.taskId! });
  return {
    unitIds: owner.unitIds,
    evidence: {
      record: {
        ...reference('progress-report', id),
        title: report.text,
        at: report.reportedAt.toISOString(),
        facts: [
          ...fact('填报进度', report.reportedPct, '%'),
          ...fact('存在困难', report.obstacle),
          ...fact('承诺', report.promise),
          ...report.files.flatMap(({ name, sha256 }) => fact(name, sha256)),
        ],
      },
      basis: onlyReferences([reference(report.problemId ? 'problem' : 'task', owner.id)]),
    },
  };
};

const ofLagMark = async (tx: EntityManager, id: string) => {
  const mark = await lagMarkById(tx, id);
  if (!mark) return null;
  // What was told at the cut-off: the problem it leads to is shown as it is now.
  const details = ItemLagDetails.safeParse(mark.details).data;
  const [report] = (mark.details['reports'] ?? []) as { progressId: string }[];
  return {
    unitIds: mark.unitIds,
    evidence: {
      record: {
        ...reference('item-lag', id),
        title: `${mark.problemNo} ${String(mark.details['title'] ?? '')}`,
        at: mark.cutoff.toISOString(),
        facts: [
          ...fact('等级', mark.level),
          ...fact('滞后天数', mark.overdueDays, '天'),
          ...fact('滞后', mark.lagPoints, '个百分点'),
          ...fact('计划进度', mark.plannedPct, '%'),
          ...fact('实际进度', mark.actualPct, '%'),
          ...fact('填报进度', details?.reportedPct ?? null, '%'),
          ...fact('核实进度', details?.confirmedPct ?? null, '%'),
          ...(details?.overdueMilestones ?? []).flatMap(({ title, date, days }) =>
            fact('逾期节点', `${title}（${date}，逾期${days}天）`),
          ),
        ],
      },
      basis: onlyReferences([
        reference('problem', mark.problemId),
        ...(report ? [reference('progress-report', report.progressId)] : []),
      ]),
    },
  };
};

/** A sealed rate rests on a query: the same question gives the same records. */
const ofFigure = async (tx: EntityManager, id: string) => {
  const figure = await figureById(tx, id);
  return (
    figure && {
      unitIds: [] as string[],
      evidence: {
        record: {
          ...reference('rate', id, figure.revision),
          title: `${figure.definition} ${figure.subjectId}`,
          at: figure.cutoff.toISOString(),
          facts: [
            ...fact('数值', figure.value),
            ...fact('分子', figure.numerator),
            ...fact('分母', figure.denominator),
            ...fact('修订', figure.revision),
          ],
        },
        basis: {
          references: [],
          query: {
            service: 'ledger',
            name: 'rates',
            parameters: { cutoff: figure.cutoff.toISOString(), [`${figure.subjectKind}Id`]: figure.subjectId },
            knownAt: figure.knownAt.toISOString(),
          },
        },
      },
    }
  );
};

/** Records a problem or task rests on together: it says which they are, and each has its own readers. */
const ofGroup = async (tx: EntityManager, id: string) => {
  const group = await findGroup(tx, id);
  return (
    group && {
      unitIds: [] as string[],
      evidence: { record: groupRecord(SERVICE, group), basis: onlyReferences([...group.references]) },
    }
  );
};

const READERS = {
  problem: ofProblem,
  task: ofTask,
  'progress-report': ofProgress,
  'item-lag': ofLagMark,
  rate: ofFigure,
  [REFERENCE_GROUP]: ofGroup,
  // Others know a number by the id of its event and need not know which kind it is.
  indicator: async (tx: EntityManager, id: string) => (await ofLagMark(tx, id)) ?? (await ofFigure(tx, id)),
} as const;

/**
 * One record of the ledger with what it rests on. Only the newest is kept of problems and tasks: asked for another version,
 * the answer names both. Refuses with EVIDENCE_NOT_FOUND, FORBIDDEN_UNIT.
 */
export const evidenceOfRecord = async (
  tx: EntityManager,
  { kind, id, version }: { readonly kind: string; readonly id: string; readonly version?: number | undefined },
  identity: Identity,
): Promise<LedgerEvidence> => {
  const reader = Object.hasOwn(READERS, kind) ? READERS[kind as keyof typeof READERS] : null;
  const found = reader && (await reader(tx, id));
  if (!found) throw new Refusal('EVIDENCE_NOT_FOUND', `the ledger has no ${kind} ${id}`);
  if (found.unitIds.length > 0) requireScope(identity, 'evidence.read', await joinedPath(tx, found.unitIds));
  const { record, basis } = found.evidence;
  return { record: asCited(record, version), basis };
};
