/** Records, lists and projects of the invented city, from the table: milestones laid out, places and papers added. */
import { placeIn } from './places.mjs';
import { TOWNS } from './units.mjs';
import { readRows, between, shift, workedBefore } from './write.mjs';

/**
 * The forty records. Lists: I inspection feedback, C campaign. `stages` are the milestones after the plan, the last one
 * on the deadline; T-07 and T-12 have milestones of their own, as the season sets them. `done` holds the dates on which a
 * record was reported complete, accepted, closed and reopened in the season; what is absent stays open.
 */
export const TABLE = readRows('compose/record-table.json');

export const ASSIGNED = '2026-04-30';
const PLAN_BY = '2026-05-15';

export const LISTS = {
  C: {
    id: 'summer-offensive-2026',
    kind: 'campaign',
    source: 'SUMMER_OFFENSIVE',
    name: '2026年污染防治攻坚战“夏季攻势”任务清单',
    shortName: '夏季攻势',
    assignDocNo: '示例环委〔2026〕5号',
    assignedBy: 'eco-committee',
    closingBody: 'city-government.leader-in-charge',
    publicNotice: false,
    upperConfirmation: false,
    year: 2026,
  },
  I: {
    id: 'inspection-feedback-2026',
    kind: 'inspection',
    source: 'PROVINCIAL_INSPECTION',
    name: '2026年省级生态环境保护督察反馈问题整改清单',
    shortName: '督察反馈',
    assignDocNo: '示例督改〔2026〕2号',
    assignedBy: 'eco-committee',
    closingBody: 'upper-lead.reviewer',
    publicNotice: true,
    upperConfirmation: true,
    batch: '第一批',
    year: 2026,
  },
};
const CLOSURE_DAYS = { C: 20, I: 30 };

/** The plan takes a tenth; the rest is laid out backwards from the deadline on worked days. */
function milestonesOf({ deadline, stages, milestones }) {
  if (milestones) return milestones;
  const [parts, weights] =
    stages.length === 2
      ? [
          [0.5, 1],
          [50, 40],
        ]
      : [
          [0.4, 0.75, 1],
          [35, 30, 25],
        ];
  const span = between(PLAN_BY, deadline);
  return [
    { no: 1, title: '整改方案审定', date: PLAN_BY, weight: 10 },
    ...stages.map((title, index) => ({
      no: index + 2,
      title,
      date: workedBefore(shift(PLAN_BY, Math.round(span * parts[index]))),
      weight: weights[index],
    })),
  ];
}

export const records = TABLE.map((entry, index) => {
  const town = TOWNS.find(({ unit }) => unit === entry.territorial);
  const keys = [...entry.lists];
  const milestones = milestonesOf(entry);
  const area = entry.lead.startsWith('area-');
  return {
    id: entry.no,
    title: entry.title,
    originalText: `${town.area.stem}区${town.name}：${entry.title}。`,
    category: entry.category,
    timeCategory: entry.timeCategory ?? 'DEADLINE',
    items: keys.map((key) => ({
      list: LISTS[key].id,
      itemNo: `${LISTS[key].shortName}-${entry.no.slice(2)}`,
      dueAt: entry.deadline,
      plannedClosureAt: entry.plannedClosure ?? shift(entry.deadline, CLOSURE_DAYS[key]),
    })),
    lead: entry.lead,
    supporting: entry.supporting,
    territorial: entry.territorial,
    supervising: entry.supervising,
    acceptance: entry.acceptance,
    leader: keys.includes('I')
      ? 'city-government.leader-in-charge'
      : area
        ? `${entry.lead}.government-head`
        : `${entry.lead}.principal`,
    responsible: `${entry.lead}.deputy`,
    contact: `${entry.lead}.liaison`,
    area: town.code,
    position: placeIn(town.code, index + 50),
    deadline: entry.deadline,
    goals: [
      {
        no: 1,
        text: `${milestones.at(-1).title}，群众满意度不低于90%`,
        quantified: true,
        criterion: '现场核查通过，监测或测评结果达到要求',
      },
    ],
    measures: milestones.map(({ no, title, date, weight }, at) => ({
      no,
      text: title,
      from: at === 0 ? ASSIGNED : milestones[at - 1].date,
      to: date,
      weight,
    })),
    milestones,
    mechanism: '纳入日常巡查和季度回访，责任到岗到人',
  };
});

export const lists = Object.values(LISTS).map((list) => {
  const own = records.filter(({ items }) => items.some((item) => item.list === list.id));
  return { ...list, assignedOn: ASSIGNED, items: own.map(({ id }) => id) };
});

/** 万元 as decimal text; the payments are actions of the season. */
const project = (no, name, fund, category, owner, lead, area, money, noticeDate, dates, supplier) => ({
  id: `project-${no}`,
  name,
  fundingSource: fund,
  category,
  owner,
  lead,
  supervising: 'finance',
  area,
  position: placeIn(area, no + 100),
  totalInvestment: money.total,
  fundYear: 2026,
  notices: [{ no: `示例财资环〔2026〕${10 + no}号`, date: noticeDate, amount: money.allocated, category }],
  contract:
    supplier === null
      ? null
      : { no: `示例合同2026-${no}`, supplier, price: money.contract, signedOn: shift(dates.started, -10) },
  plannedStart: dates.start,
  actualStart: dates.started ?? null,
  plannedFinish: dates.finish,
  state: supplier === null ? 'planned' : 'started',
  physicalPct: '0',
});
export const projects = [
  project(
    1,
    '城区雨污分流改造一期',
    'central',
    'water',
    'housing',
    'housing',
    '990101001',
    { allocated: '1200.00', total: '1500.00', contract: '1320.00' },
    '2026-02-10',
    { start: '2026-03-15', started: '2026-03-20', finish: '2026-11-30' },
    '示例施工单位一',
  ),
  project(
    2,
    '示例河水生态修复',
    'central',
    'water',
    'area-c',
    'water',
    '990103002',
    { allocated: '800.00', total: '1000.00', contract: '880.00' },
    '2026-02-10',
    { start: '2026-03-20', started: '2026-03-25', finish: '2026-10-31' },
    '示例施工单位二',
  ),
  project(
    3,
    '工业炉窑深度治理',
    'central',
    'air',
    'area-b',
    'industry',
    '990102003',
    { allocated: '1500.00', total: '1875.00', contract: '1650.00' },
    '2026-02-25',
    { start: '2026-03-31', started: '2026-04-08', finish: '2026-11-30' },
    '示例施工单位三',
  ),
  project(
    4,
    '农村环境整治整区推进',
    'central',
    'rural',
    'area-f',
    'agriculture',
    '990106004',
    { allocated: '600.00', total: '750.00' },
    '2026-03-12',
    { start: '2026-05-31', finish: '2026-12-15' },
    null,
  ),
  project(
    5,
    '污染地块风险管控',
    'central',
    'soil',
    'area-e',
    'eco-bureau',
    '990105002',
    { allocated: '2000.00', total: '2500.00' },
    '2026-03-12',
    { start: '2026-06-15', finish: '2026-12-20' },
    null,
  ),
  project(
    6,
    '大气走航监测能力建设',
    'provincial',
    'air',
    'eco-bureau',
    'eco-bureau',
    '990101002',
    { allocated: '950.00', total: '1000.00', contract: '950.00' },
    '2026-02-25',
    { start: '2026-03-10', started: '2026-03-12', finish: '2026-09-30' },
    '示例供货单位一',
  ),
];
