/**
 * What registers of water hold beside the subjects, all of it invented and dated before the clock starts: the paper of
 * each section's target, the plan of one section, a drinking-water source with its samples, a sewage plant with its days.
 */
import { subjects, WATER_BASIS } from './subjects.mjs';
import { shift } from './write.mjs';

const sectionTargets = subjects
  .filter(({ kind }) => kind === 'section')
  .map(({ id, water }) => ({ section: id, year: 2026, target: water.target, basis: WATER_BASIS }));

const measure = (words, owner, due, ...projects) => ({ measure: words, owner, due, projects });
const CAUSES = ['沿线农村生活污水收集不全', '夏季流速缓、藻类活跃，溶解氧偏低'];
const RURAL = measure('完成沿线农村生活污水治理', 'area-f', '2026-06-30', 'project-4');
const WEEDS = measure('汛期前完成河道清淤和水草打捞', 'water', '2026-05-31');

/** The second version follows a review by experts and ends the first. */
const sectionPlans = [
  {
    section: 'DM02',
    from: '2026-01-20',
    causes: CAUSES,
    measures: [RURAL, WEEDS],
    goals: [{ by: '2026-12-31', target: 3 }],
  },
  {
    section: 'DM02',
    from: '2026-04-20',
    causes: [...CAUSES, '上游养殖尾水集中排放'],
    measures: [RURAL, WEEDS, measure('养殖尾水错峰排放并建成两处净化塘', 'agriculture', '2026-09-30')],
    goals: [
      { by: '2026-09-30', target: 4 },
      { by: '2026-12-31', target: 3 },
    ],
    reason: '专家会审后补充养殖尾水措施',
  },
];

const SOURCE = 'SRC01';
const sources = [
  {
    id: SOURCE,
    name: '示例水库水源地',
    area: '990104004',
    water: 'lake',
    level: 'county',
    sampledEvery: 'month',
    outletLimits: { turbidity: { name: '浑浊度', limit: '1' }, aluminium: { name: '铝', limit: '0.2' } },
    answersFor: [
      {
        unit: 'area-d',
        sharePerMille: 1000,
        basis: '示例办〔2026〕1号生态环境保护责任清单',
        from: '2026-01-01',
        to: null,
      },
    ],
  },
];

/** Manganese is above its limit in November, when the reservoir turns over; all other samples comply. */
const SAMPLES = [
  ['2025-11-05', '7.6', '7.4', '3.6', '0.14', '0.034', '1.62', '0.12', '312', '0.38', '0.06'],
  ['2025-12-03', '7.7', '9.1', '3.2', '0.11', '0.030', '1.70', '0.08', '305', '0.31', '0.05'],
  ['2026-01-07', '7.8', '10.6', '2.9', '0.10', '0.026', '1.84', '0.05', '309', '0.27', '0.04'],
  ['2026-02-04', '7.8', '10.9', '2.7', '0.09', '0.024', '1.91', '0.04', '281', '0.25', '0.04'],
  ['2026-03-04', '7.9', '9.8', '3.0', '0.08', '0.028', '1.77', '0.04', '306', '0.29', '0.05'],
  ['2026-04-08', '8.0', '8.7', '3.4', '0.07', '0.033', '1.58', '0.05', '318', '0.33', '0.07'],
];
const sourceResults = SAMPLES.flatMap(
  ([sampledOn, ph, dissolved, codmn, nh3n, tp, tn, mn, volume, turbidity, aluminium]) => [
    { source: SOURCE, kind: 'source', sampledOn, values: { ph, do: dissolved, codmn, nh3n, tp, tn, mn }, volume },
    { source: SOURCE, kind: 'outlet', sampledOn, values: { turbidity, aluminium }, volume: null },
  ],
);

const PLANT = 'OUT02';
const plants = [
  {
    outlet: PLANT,
    designCapacity: '50000',
    backlogBefore: '120',
    limits: {
      cod: { name: '化学需氧量', limit: '50' },
      nh3n: { name: '氨氮', limit: '5' },
      tp: { name: '总磷', limit: '0.5' },
      tn: { name: '总氮', limit: '15' },
    },
    downstream: ['DM06', 'DM04'],
  },
];

const FIRST_PLANT_DAY = '2026-03-31';
const PLANT_DAYS = 30;
/** Days on which half a line stood still for repair: less could be treated than came. */
const REPAIR = { from: 11, to: 13, usable: 38_000 };

/** Sludge leaves the plant every third day. */
const plantDay = (n) => {
  const usable = n >= REPAIR.from && n <= REPAIR.to ? REPAIR.usable : 50_000;
  const inflow = 41_000 + ((n * 1_370) % 4_900);
  return {
    outlet: PLANT,
    day: shift(FIRST_PLANT_DAY, n),
    usableCapacity: String(usable),
    inflow: String(inflow),
    treated: String(Math.min(usable, inflow)),
    sludgeProduced: String(28 + ((n * 5) % 7)),
    sludgeMoved: String(n % 3 === 2 ? 92 : 0),
    effluent: {
      cod: String(21 + ((n * 7) % 11)),
      nh3n: (0.4 + ((n * 3) % 8) / 10).toFixed(1),
      tp: (0.18 + ((n * 5) % 9) / 100).toFixed(2),
      tn: (8.2 + ((n * 11) % 23) / 10).toFixed(1),
    },
  };
};

export const waters = {
  sectionTargets,
  sectionPlans,
  sources,
  sourceResults,
  plants,
  plantDays: Array.from({ length: PLANT_DAYS }, (_, n) => plantDay(n)),
};
