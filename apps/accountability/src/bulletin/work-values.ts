import type { EntityManager } from 'typeorm';
import { ALL_LISTS, ListRateDetails } from '#libs/contracts/item-lag.js';
import { exactly, percentText, textOf } from '#libs/domain/assessment/percentage.js';
import { naturalDayOf, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { writtenDate } from '#libs/documents/chinese-writing.js';
import type { Line } from '#libs/documents/official-document.js';
import type { TemplateValues } from '#libs/documents/template.js';
import { dispatchBefore, rowsOf } from '../dispatch/dispatch.store.js';
import { indicatorsAt, type StoredIndicator } from '../indicator/indicator.store.js';
import { namesFor } from '../rule/names.js';
import { type FigureSheet, figureFrom, NO_NUMBER, stateOf } from './paper.js';

const RATES = {
  completionRate: 'ledger.list.completion-rate',
  dueCompletionRate: 'ledger.list.due-completion-rate',
  closureRate: 'ledger.list.closure-rate',
} as const;
const FUNDS = {
  rate: 'funding.total.execution-rate',
  reached: 'funding.total.reached-line',
  notStarted: 'funding.total.not-started',
} as const;
type RateName = keyof typeof RATES;
const RATE_NAMES = Object.keys(RATES) as RateName[];
const RATE_LABELS: Readonly<Record<RateName, string>> = {
  completionRate: '完成率',
  dueCompletionRate: '到期完成率',
  closureRate: '销号率',
};
const COUNTS = {
  base: '纳入任务数',
  due: '到期任务数',
  completed: '已完成任务数',
  dueCompleted: '到期任务中已完成数',
  dueOpen: '到期未完成任务数',
  closed: '已销号任务数',
} as const;
type CountName = keyof typeof COUNTS;
const COUNT_NAMES = Object.keys(COUNTS) as CountName[];
/** An empty base gives no rate: neither 100 nor 0 percent. */
const NO_TASK = '无任务';
const ALL_LISTS_NAME = '全部清单（同一任务只计一次）';

interface Rates {
  readonly details: ListRateDetails;
  readonly rates: Readonly<Record<RateName, StoredIndicator | undefined>>;
  readonly from: StoredIndicator;
}

const ratesAt = async (tx: EntityManager, cutoff: Date): Promise<Map<string, Rates>> => {
  const found = new Map<string, Partial<Record<RateName, StoredIndicator>>>();
  for (const [name, definition] of Object.entries(RATES) as [RateName, string][])
    for (const one of await indicatorsAt(tx, definition, cutoff))
      found.set(one.subject.id, { ...found.get(one.subject.id), [name]: one });
  const lists = new Map<string, Rates>();
  for (const [id, rates] of found) {
    const from = rates.completionRate;
    const details = ListRateDetails.safeParse(from?.details);
    if (from && details.success)
      lists.set(id, {
        details: details.data,
        from,
        rates: {
          completionRate: rates.completionRate,
          dueCompletionRate: rates.dueCompletionRate,
          closureRate: rates.closureRate,
        },
      });
  }
  return lists;
};

const listValues = (id: string, name: string, list: Rates, sheet: FigureSheet): TemplateValues => {
  const { details } = list;
  const counts = { ...details, dueOpen: details.due - details.dueCompleted };
  const count = (key: CountName) =>
    sheet.print(figureFrom(`${id}-${key}`, `${name}${COUNTS[key]}`, list.from, String(counts[key]), ''));
  const rate = (key: RateName) => {
    const indicator = list.rates[key];
    const value = indicator?.valid ? indicator.value : null;
    return sheet.print(
      figureFrom(
        `${id}-${key}`,
        `${name}${RATE_LABELS[key]}`,
        indicator ?? list.from,
        value ?? NO_TASK,
        value === null ? '' : '%',
      ),
    );
  };
  return {
    ...Object.fromEntries(COUNT_NAMES.map((key) => [key, count(key)])),
    ...Object.fromEntries(RATE_NAMES.map((key) => [key, rate(key)])),
  };
};

const missing = (id: string, label: string, cutoff: Date, definition: string, sheet: FigureSheet) =>
  sheet.print({
    id,
    label,
    definition,
    parameters: { period: naturalDayOf(cutoff) },
    cutoff: cutoff.toISOString(),
    value: NO_NUMBER,
    unit: '',
    state: 'reported',
    source: { service: 'accountability', kind: 'definition', id: definition },
    revision: 1,
  });

/** An exact percentage as every paper prints one: one decimal, never rounded onto 100. */
const percent = (value: string): string => `${percentText(value, '100') ?? NO_NUMBER}%`;

/**
 * What lags by the last sheet before the cut-off. The grade of lag is made by a dispatch (it counts the sheets running),
 * so there is none at the end of a month: the number carries the sheet's own number and cut-off beside it. Progress is
 * printed under the names the sheet has for it (填报进度, 核实进度).
 */
const laggingValues = async (
  tx: EntityManager,
  dispatchPolicy: string,
  cutoff: Date,
  sheet: FigureSheet,
): Promise<TemplateValues> => {
  const last = await dispatchBefore(tx, dispatchPolicy, new Date(cutoff.getTime() + 1));
  if (!last) return { lastSheet: [], laggingItems: [] };
  const lagging = (await rowsOf(tx, last.dispatchId)).filter(
    ({ position, level }) => position !== null && level !== 'green',
  );
  const count = sheet.print({
    id: 'lagging',
    label: `滞后任务数（第${last.issueNo}期周调度）`,
    definition: 'ledger.item.lag',
    // A sheet is found again by its number.
    parameters: { subject: `周调度第${last.issueNo}期`, period: shanghaiDate(last.cutoff) },
    cutoff: last.cutoff.toISOString(),
    value: String(lagging.length),
    unit: '',
    state: 'confirmed',
    source: { service: 'accountability', kind: 'dispatch', id: last.dispatchId },
    revision: 1,
  });
  return {
    lastSheet: [{ issueNo: String(last.issueNo), sheetCutoff: last.cutoff, lagging: count }],
    laggingItems: lagging.map(({ content, timesRunning }) => ({
      // The number by which letters call it; that of its list stands beside.
      number: content.problemNo,
      text: content.itemNo === content.problemNo ? content.title : `${content.title}（${content.itemNo}）`,
      unit: content.leadUnit.name,
      ...(content.deadline === null ? {} : { deadline: content.deadline }),
      planned: percent(content.plannedPct),
      reported: percent(content.reportedPct),
      confirmed: percent(content.confirmedPct),
      times: timesRunning,
    })),
  };
};

/** What is due and not completed, and what came back, by name: counts alone do not say whom they mean. */
const namedRecords = async (tx: EntityManager, all: Rates | undefined, sheet: FigureSheet): Promise<TemplateValues> => {
  if (!all) return { dueOpenItems: [], reopenedText: null };
  const { dueOpenRecords, reopenedRecords } = all.details;
  const names = await namesFor(tx, { units: [...dueOpenRecords, ...reopenedRecords].map((one) => one.leadUnitId) });
  const told = reopenedRecords.map(
    ({ problemNo, title, leadUnitId, reopenedOn }) =>
      `${problemNo}${title}（${names.unit(leadUnitId)}，${writtenDate(reopenedOn)}反弹）`,
  );
  const reopenedText = (): Line => [
    '反弹后尚未重新完成',
    sheet.print(figureFrom('all-reopened', '全部清单反弹未完成任务数', all.from, String(told.length), '')),
    `项，自反弹之日起不计入完成和销号：${told.join('、')}`,
  ];
  return {
    dueOpenItems: dueOpenRecords.map(({ problemNo, title, leadUnitId, dueOn }) => ({
      number: problemNo,
      text: title,
      unit: names.unit(leadUnitId),
      deadline: dueOn,
    })),
    reopenedText: told.length === 0 ? null : reopenedText(),
  };
};

/** Rectification: all lists together and each by itself, both denominators named, and what lags by the last sheet. */
export const ledgerValues = async (
  tx: EntityManager,
  dispatchPolicy: string,
  cutoff: Date,
  sheet: FigureSheet,
): Promise<TemplateValues> => {
  const lists = await ratesAt(tx, cutoff);
  const all = lists.get(ALL_LISTS);
  const total = all
    ? listValues('all', '全部清单', all, sheet)
    : Object.fromEntries(
        Object.entries({ ...COUNTS, ...RATE_LABELS }).map(([key, label]) => [
          key,
          missing(`all-${key}`, `全部清单${label}`, cutoff, RATES.completionRate, sheet),
        ]),
      );
  const each = [...lists]
    .filter(([id]) => id !== ALL_LISTS)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, list]) => ({
      name: list.details.listName,
      ...listValues(`list-${id}`, list.details.listName, list, sheet),
    }));
  return {
    listName: ALL_LISTS_NAME,
    ledgerState: all ? stateOf(all.from) : null,
    ...total,
    lists: each,
    ...(await namedRecords(tx, all, sheet)),
    ...(await laggingValues(tx, dispatchPolicy, cutoff, sheet)),
  };
};

/** Projects and money: how many started, what was paid of what had arrived, how many reached the line. */
export const fundingValues = async (tx: EntityManager, cutoff: Date, sheet: FigureSheet): Promise<TemplateValues> => {
  const [total] = await indicatorsAt(tx, FUNDS.rate, cutoff);
  const [reached] = await indicatorsAt(tx, FUNDS.reached, cutoff);
  const [notStarted] = await indicatorsAt(tx, FUNDS.notStarted, cutoff);
  const print = (
    id: string,
    label: string,
    definition: string,
    from: StoredIndicator | undefined,
    value: string | null,
    unit: string,
  ) =>
    from && value !== null
      ? sheet.print(figureFrom(`funds-${id}`, label, from, value, unit))
      : missing(`funds-${id}`, label, cutoff, definition, sheet);
  const projects = notStarted?.denominator ?? null;
  const started =
    projects !== null && notStarted?.value ? textOf(exactly(projects).minus(exactly(notStarted.value))) : null;
  const percentLine = reached?.details['linePercent'];
  const line = typeof percentLine === 'string' || typeof percentLine === 'number' ? `${percentLine}%` : '标准线';
  return {
    fundsState: total ? stateOf(total) : null,
    projects: print('projects', '已下达资金项目数', FUNDS.notStarted, notStarted, projects, ''),
    started: print('started', '已开工项目数', FUNDS.notStarted, notStarted, started, ''),
    allocated: print('allocated', '已下达资金', FUNDS.rate, total, total?.denominator ?? null, '万元'),
    paid: print('paid', '已支付资金', FUNDS.rate, total, total?.numerator ?? null, '万元'),
    executionRate: print('execution-rate', '资金执行率', FUNDS.rate, total, total?.value ?? null, '%'),
    executionLine: line,
    overLine: print('over-line', `执行率达到${line}以上的项目数`, FUNDS.reached, reached, reached?.value ?? null, ''),
  };
};
