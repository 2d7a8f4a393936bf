import type { EntityManager } from 'typeorm';
import { ItemLagDetails } from '#libs/contracts/item-lag.js';
import { exactly, percentText, pointsApart } from '#libs/domain/assessment/percentage.js';
import { writtenDate } from '#libs/documents/chinese-writing.js';
import type { Inline } from '#libs/documents/official-document.js';
import type { Pack } from '#libs/policy/pack.js';
import { indicatorSeries, type StoredIndicator } from '../indicator/indicator.store.js';
import type { WarningRow } from '../warning/warning.store.js';
import { type ActFigure, figureText } from './figure.js';
import type { Comparison, Matter } from './matter.js';

const LAG = 'ledger.item.lag';
/** Titles that already say what is being done read on by themselves. */
const IS_WORK = /(整改|整治|治理|提升|建设|改造|排查|清理|修复|工程|工作)$/;

/** `污水溢流` → `污水溢流问题整改`, so that 关于…的通知 reads as a sentence. */
export const matterTitle = (title: string): string =>
  IS_WORK.test(title) ? title : title.endsWith('问题') ? `${title}整改` : `${title}问题整改`;

const percent = (pct: string): string => percentText(pct, '100') ?? '0.0';

interface Reading {
  readonly indicator: StoredIndicator;
  readonly details: ItemLagDetails;
}

const figureOf = (
  { indicator, details }: Reading,
  id: string,
  label: string,
  value: string,
  unit: string,
  parameters: Readonly<Record<string, string>> = {},
): ActFigure => ({
  id,
  label,
  definition: LAG,
  parameters: { problemNo: details.problemNo, period: indicator.period.label, ...parameters },
  cutoff: indicator.period.end.toISOString(),
  value,
  unit,
  // Progress counts as far as somebody other than the doer has confirmed it.
  state: exactly(details.reportedPct).gt(exactly(details.confirmedPct)) ? 'reported' : 'confirmed',
  source: { service: 'accountability', kind: 'indicator', id: indicator.id, version: indicator.revision },
  revision: indicator.revision,
});

/** An item behind its plan: progress against plan, and every milestone that is overdue. */
export const itemMatter = async (
  tx: EntityManager,
  _pack: Pack,
  warning: WarningRow,
  until: Date,
): Promise<Matter | null> => {
  const [indicator] = await indicatorSeries(tx, LAG, warning.subject, { until, limit: 1 });
  const parsed = ItemLagDetails.safeParse(indicator?.details);
  if (!indicator || !parsed.success) return null;
  const details = parsed.data;
  const reading: Reading = { indicator, details };
  const title = matterTitle(details.title);
  const sourceName = details.items[0]?.listName ?? '整改任务清单';
  const deadline = details.deadline ?? details.items[0]?.dueAt ?? null;

  const [planned, actual] = [percent(details.plannedPct), percent(details.actualPct)];
  const points = pointsApart(details.actualPct, details.plannedPct);
  const isBehind = exactly(points).gt(0);
  const progress = [
    figureOf(reading, 'planned', '计划进度', planned, '%'),
    figureOf(reading, 'actual', '实际进度', actual, '%'),
    ...(isBehind ? [figureOf(reading, 'lag', '进度滞后', points, '个百分点')] : []),
  ];
  const milestones = details.overdueMilestones.map((milestone, index) => {
    const parameters = { milestone: milestone.title };
    return {
      ...milestone,
      due: figureOf(
        reading,
        `milestone-${index + 1}-due`,
        `节点时限：${milestone.title}`,
        writtenDate(milestone.date),
        '',
        parameters,
      ),
      state: figureOf(
        reading,
        `milestone-${index + 1}-state`,
        `节点状态：${milestone.title}`,
        '未完成',
        '',
        parameters,
      ),
      late: figureOf(
        reading,
        `milestone-${index + 1}-late`,
        `节点逾期：${milestone.title}`,
        String(milestone.days),
        '天',
        parameters,
      ),
    };
  });
  const overdue =
    details.deadlineOverdueDays > 0
      ? figureOf(reading, 'deadline-late', '整改时限逾期', String(details.deadlineOverdueDays), '天')
      : null;

  const comparisons: Comparison[] = [
    {
      item: '任务进度',
      planned: figureText(progress[0]!),
      actual: figureText(progress[1]!),
      gap: isBehind ? `滞后${points}个百分点` : '与计划持平',
    },
    ...milestones.map((one) => ({
      item: `节点：${one.title}`,
      planned: figureText(one.due),
      actual: figureText(one.state),
      gap: `逾期${one.days}天`,
    })),
  ];
  const whole = `完成“${details.title}”全部整改措施`;
  const facts: Inline[] = [`你单位牵头的“${details.title}”`];
  for (const one of milestones.slice(0, 3))
    facts.push(`节点“${one.title}”应于`, figureText(one.due), '完成，已逾期', figureText(one.late), '；');
  if (overdue) facts.push('整改时限已逾期', figureText(overdue), '；');
  facts.push('计划进度', figureText(progress[0]!), '，实际进度', figureText(progress[1]!));
  if (isBehind) facts.push('，滞后', figureText(progress[2]!));

  return {
    title,
    short: `${title}滞后`,
    no: details.problemNo,
    cause: details.problemNo,
    sourceName,
    deadline,
    periodName: null,
    cutoff: indicator.period.end,
    facts,
    brief: [
      ...milestones.slice(0, 1).map((one) => `节点“${one.title}”已逾期${one.days}天`),
      ...(overdue ? [`整改时限已逾期${details.deadlineOverdueDays}天`] : []),
      ...(isBehind ? [`进度滞后${points}个百分点`] : []),
    ].join('，'),
    reason: `“${details.title}”整改进度严重滞后`,
    comparisons,
    dataState: progress[0]!.state,
    problems: [
      ...milestones.map((one) => ({
        number: details.problemNo,
        text: one.title,
        sourceName,
        deadline: writtenDate(one.date),
        planned: '完成',
        actual: '未完成',
        shortfall: `逾期${one.days}天`,
      })),
      ...(milestones.length > 0
        ? []
        : [
            {
              number: details.problemNo,
              text: details.title,
              sourceName,
              deadline: deadline === null ? '—' : writtenDate(deadline),
              planned: `${planned}%`,
              actual: `${actual}%`,
              shortfall: isBehind ? `滞后${points}个百分点` : `逾期${details.deadlineOverdueDays}天`,
            },
          ]),
    ],
    demands: milestones.length > 0 ? milestones.map((one) => one.title) : [whole],
    whole,
    units: {
      leadUnitId: details.leadUnitId,
      supportingUnitIds: details.supportingUnitIds,
      territorialUnitId: details.territorialUnitId,
      supervisingUnitId: details.supervisingUnitId,
      acceptanceUnitId: null,
      leaderPostId: details.leaderPostId,
      responsiblePostId: details.responsiblePostId,
    },
    figures: [
      ...progress,
      ...milestones.flatMap((one) => [one.due, one.state, one.late]),
      ...(overdue ? [overdue] : []),
    ],
    references: [{ service: 'accountability', kind: 'indicator', id: indicator.id, version: indicator.revision }],
  };
};
