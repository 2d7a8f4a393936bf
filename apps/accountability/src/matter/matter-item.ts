import type { EntityManager } from 'typeorm';
import { ItemLagDetails } from '#libs/contracts/item-lag.js';
import { exactly, percentText, pointsApart } from '#libs/domain/assessment/percentage.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { writtenDate, writtenTime } from '#libs/documents/chinese-writing.js';
import type { FigureState, Inline } from '#libs/documents/official-document.js';
import type { Pack } from '#libs/policy/pack.js';
import { indicatorSeries } from '../indicator/indicator.store.js';
import { progressState } from '../indicator/progress-state.js';
import type { WarningRow } from '../warning/warning.store.js';
import { type ActFigure, figureText } from '../paper/figure.js';
import { levelGround } from './level-ground.js';
import type { Comparison, Matter } from './matter.js';
import { unitName } from '../paper/post-names.js';

const LAG = 'ledger.item.lag';
/** Titles that already say what is being done read on by themselves. */
const IS_WORK = /(整改|整治|治理|提升|建设|改造|排查|清理|修复|工程|工作)$/;

/** `污水溢流` → `污水溢流问题整改`, so that 关于…的通知 reads as a sentence. */
export const matterTitle = (title: string): string =>
  IS_WORK.test(title) ? title : title.endsWith('问题') ? `${title}整改` : `${title}问题整改`;

const percent = (pct: string): string => percentText(pct, '100') ?? '0.0';
const gapText = (points: string): string => (exactly(points).gt(0) ? `滞后${points}个百分点` : '未滞后');

/** What is confirmed and by whom; milestones are judged by the supervising unit. */
const confirmedBy = (details: ItemLagDetails, state: FigureState, supervising: string | null): string =>
  [
    ...(state === 'unreported' ? ['责任单位尚未填报进度'] : []),
    ...(state === 'reported' ? ['未经核实的填报进度按规定限额计入实际进度'] : []),
    ...(exactly(details.confirmedPct).gt(0)
      ? [supervising === null ? '核实进度由督导单位核实' : `核实进度由${supervising}核实`]
      : ['尚无核实记录']),
    ...(details.overdueMilestones.length > 0 ? ['逾期节点均无经核实完成的记录'] : []),
  ].join('，');

/** An item behind its plan: progress against plan, and every milestone that is overdue. */
export const itemMatter = async (
  tx: EntityManager,
  pack: Pack,
  warning: WarningRow,
  until: Date,
): Promise<Matter | null> => {
  const [indicator] = await indicatorSeries(tx, LAG, warning.subject, { until, limit: 1 });
  const parsed = ItemLagDetails.safeParse(indicator?.details);
  if (!indicator || !parsed.success) return null;
  const details = parsed.data;
  const title = matterTitle(details.title);
  const sourceName = details.items[0]?.listName ?? '整改任务清单';
  const deadline = details.deadline ?? details.items[0]?.dueAt ?? null;
  const asOf = writtenTime(indicator.period.end);
  const supervising = await unitName(tx, details.supervisingUnitId);
  const state = progressState(details);
  // That a milestone is open rests on the unit's reports, also where all the rest is confirmed.
  const openState = state === 'confirmed' ? 'reported' : state;
  const figure = (
    id: string,
    label: string,
    [value, unit]: readonly [string, string],
    of: FigureState,
    parameters: Readonly<Record<string, string>> = {},
  ): ActFigure => ({
    id,
    label,
    definition: LAG,
    parameters: { problemNo: details.problemNo, period: indicator.period.label, ...parameters },
    cutoff: indicator.period.end.toISOString(),
    value,
    unit,
    state: of,
    source: { service: 'accountability', kind: 'indicator', id: indicator.id, version: indicator.revision },
    revision: indicator.revision,
  });

  const [planned, actual] = [percent(details.plannedPct), percent(details.actualPct)];
  const points = pointsApart(details.actualPct, details.plannedPct);
  const isBehind = exactly(points).gt(0);
  const latest = details.reports[0];
  const reporter = (await unitName(tx, details.leadUnitId, true)) ?? '责任单位';
  const reportedOn =
    latest === undefined ? '' : `（${reporter}${writtenDate(shanghaiDate(new Date(latest.reportedAt)))}填报）`;
  const plan = figure('planned', '计划进度（整改计划）', [planned, '%'], 'planned');
  const done = figure('actual', `实际进度${reportedOn}`, [actual, '%'], state);
  const lag = isBehind ? figure('lag', '进度滞后', [points, '个百分点'], state) : null;
  // Where the doer's word goes beyond what is confirmed, both are told apart.
  const parts =
    state === 'reported'
      ? ([
          ['reported', '填报进度', details.reportedPct, reportedOn],
          // Where nobody has confirmed anything there is no such figure, and nobody to name for it.
          ...(exactly(details.confirmedPct).gt(0)
            ? ([
                ['confirmed', '核实进度', details.confirmedPct, supervising === null ? '' : `（${supervising}核实）`],
              ] as const)
            : []),
        ] as const)
      : [];
  const shares = parts.map(([id, name, pct, by]) => ({
    name,
    figure: figure(`${id}-share`, `${name}${by}`, [percent(pct), '%'], id),
    behind: pointsApart(pct, details.plannedPct),
  }));
  const milestones = details.overdueMilestones.map((milestone, index) => {
    const of = (id: string, label: string, value: readonly [string, string], how: FigureState) =>
      figure(`milestone-${index + 1}-${id}`, `${label}：${milestone.title}`, value, how, {
        milestone: milestone.title,
      });
    return {
      ...milestone,
      due: of('due', '节点时限（整改计划）', [writtenDate(milestone.date), ''], 'planned'),
      state: of('state', '节点状态', ['未完成', ''], openState),
      late: of('late', '节点逾期', [String(milestone.days), '天'], openState),
    };
  });
  const overdue =
    details.deadlineOverdueDays > 0 && deadline !== null
      ? {
          due: figure('deadline', `整改时限（${sourceName}）`, [writtenDate(deadline), ''], 'planned'),
          state: figure('deadline-state', '到期完成情况', ['未完成', ''], openState),
          late: figure('deadline-late', '整改时限逾期', [String(details.deadlineOverdueDays), '天'], openState),
        }
      : null;
  const doneText = figureText(done, state === 'unreported' ? '%（未填报）' : '%');

  const comparisons: Comparison[] = [
    {
      item: '任务进度',
      planned: figureText(plan),
      actual: doneText,
      gap: gapText(points),
    },
    ...shares.map((one) => ({
      item: one.name,
      planned: figureText(plan),
      actual: figureText(one.figure),
      gap: gapText(one.behind),
    })),
    ...milestones.map((one) => ({
      item: `节点：${one.title}`,
      planned: figureText(one.due),
      actual: figureText(one.state),
      gap: `逾期${one.days}天`,
    })),
    ...(overdue
      ? [
          {
            item: '整改时限',
            planned: figureText(overdue.due),
            actual: figureText(overdue.state),
            gap: `逾期${details.deadlineOverdueDays}天`,
          },
        ]
      : []),
  ];
  const whole = `完成“${details.title}”全部整改措施`;
  const facts: Inline[] = [`你单位牵头的“${details.title}”`];
  for (const one of milestones.slice(0, 3))
    facts.push(`节点“${one.title}”应于`, figureText(one.due), '完成，已逾期', figureText(one.late), '；');
  if (overdue) facts.push('整改时限已逾期', figureText(overdue.late), '；');
  facts.push('计划进度', figureText(plan), '，实际进度', doneText);
  if (lag) facts.push('，滞后', figureText(lag));

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
    dataState: state,
    dataStateNote: confirmedBy(details, state, supervising),
    levelGround: await levelGround(tx, pack, warning.subject, indicator.period.end),
    problems: [
      ...milestones.map((one) => ({
        number: details.problemNo,
        text: `节点“${one.title}”应于${writtenDate(one.date)}完成，截至${asOf}未完成`,
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
              text: `“${details.title}”截至${asOf}未完成整改`,
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
    dueDays: {
      ...Object.fromEntries(milestones.map((one) => [one.title, one.date])),
      ...(deadline === null ? {} : { [whole]: deadline }),
    },
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
      plan,
      done,
      ...(lag ? [lag] : []),
      ...shares.map((one) => one.figure),
      ...milestones.flatMap((one) => [one.due, one.state, one.late]),
      ...(overdue ? [overdue.due, overdue.state, overdue.late] : []),
    ],
    references: [{ service: 'accountability', kind: 'indicator', id: indicator.id, version: indicator.revision }],
  };
};
