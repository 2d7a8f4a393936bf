/** What follows from data: the outlet's problem, tracing tasks of ozone days, the review of values held back. */
import { placeIn } from './places.mjs';
import { action, inspectors, timeOf } from './work-actions.mjs';
import { addWorking, instant } from './write.mjs';

/** The problem opened from the outlet's own hours; its target is resolved by subject and day. */
export function outletProblem() {
  const target = 'problem:outlet/OUT01/2026-06-16';
  const milestones = [
    { no: 1, title: '停运异常工段并切换应急池', date: '2026-06-17', weight: 40 },
    { no: 2, title: '完成生化系统检修和在线设备比对', date: '2026-06-26', weight: 40 },
    { no: 3, title: '连续七日稳定达标', date: '2026-07-03', weight: 20 },
  ];
  const goals = [
    { no: 1, text: '总排口化学需氧量小时均值稳定低于50毫克/升', quantified: true, criterion: '连续七日小时均值达标' },
  ];
  const position = placeIn('990102001', 41);
  const evidence = (kind, date) => ({
    kind,
    name: `OUT01-${kind}-${date}.jpg`,
    takenAt: instant(date, '08:35'),
    position,
  });
  const step = (date, time, actor, name, given) => action(timeOf(date, time), actor, 'gateway', name, target, given);
  const confirm = (date, no) =>
    step(date, '16:20', 'eco-bureau.inspector-1', 'confirm-milestone', {
      milestone: no,
      metOn: date,
      opinion: '现场核实已完成',
      evidence: [evidence('photo-progress', date)],
    });
  return [
    step('2026-06-16', '14:30', 'eco-office.clerk', 'assign', {
      assignDocNo: '示例环委办交〔2026〕18号',
      leadUnitId: 'area-b',
      supervisingUnitId: 'eco-bureau',
      acceptanceUnitId: 'supervision-office',
      timeCategory: 'IMMEDIATE',
      deadline: '2026-07-08',
      title: '示例企业一污水总排口化学需氧量超标',
      category: 'industrial-wastewater',
      territorialUnitId: 'area-b-t1',
    }),
    step('2026-06-16', '15:30', 'area-b.liaison', 'sign', { signerPostId: 'area-b.liaison' }),
    step('2026-06-17', '10:00', 'area-b.liaison', 'submit-plan', {
      goals,
      measures: milestones.map(({ no, title, date, weight }) => ({
        no,
        text: title,
        from: '2026-06-16',
        to: date,
        weight,
      })),
      milestones,
      responsibleLeaderPostId: 'area-b.deputy',
      responsiblePostId: 'area-b.liaison',
      acceptanceUnitId: 'supervision-office',
    }),
    step('2026-06-17', '14:00', 'eco-bureau.liaison', 'approve-plan', { opinion: '同意实施' }),
    confirm('2026-06-17', 1),
    step('2026-06-24', '15:20', 'area-b.liaison', 'report-progress', {
      milestone: 2,
      share: '90',
      reportedPct: '76',
      text: '生化系统检修完成，在线设备比对误差在允许范围内',
      evidence: [evidence('photo-progress', '2026-06-24')],
    }),
    confirm('2026-06-25', 2),
    step('2026-07-01', '15:20', 'area-b.liaison', 'report-progress', {
      milestone: 3,
      share: '90',
      reportedPct: '98',
      text: '自6月25日起连续六日小时均值达标',
      evidence: [evidence('photo-progress', '2026-07-01')],
    }),
    step('2026-07-02', '10:20', 'area-b.deputy', 'report-completion', {
      completedOn: '2026-07-02',
      summary: '连续七日稳定达标，企业完善运行规程',
      measures: milestones.map(({ no }) => ({ no, finishedOn: '2026-07-02', evidence: [`OUT01-措施${no}佐证.pdf`] })),
      goals: [{ no: 1, met: true, measuredOn: '2026-07-02' }],
      survey: { asked: 10, satisfied: 10 },
      sweep: { required: false, done: false },
      mechanism: '企业建立异常工况报告制度',
      evidence: [
        evidence('photo-before', '2026-06-16'),
        evidence('photo-after', '2026-07-02'),
        { kind: 'monitoring-report', name: 'OUT01-监测报告-2026-07-02.pdf', date: '2026-07-02' },
      ],
      signedByPostId: 'area-b.deputy',
    }),
    step('2026-07-02', '15:40', 'eco-office.clerk', 'pass-file-check', { opinion: '资料齐全，转现场核查' }),
    step('2026-07-03', '10:20', 'supervision-office.deputy', 'accept', {
      checkedOn: '2026-07-03',
      inspectorPersonIds: inspectors('eco-bureau'),
      record: 'OUT01-现场核查记录-2026-07-03.pdf',
      opinion: '整改到位，同意通过验收',
      milestone: 3,
    }),
    step('2026-07-07', '17:05', 'eco-office.clerk', 'skip-notice', { opinion: '监测发现问题，清单未要求公示' }),
    step('2026-07-08', '10:40', 'city-government.leader-in-charge', 'close', {
      opinion: '同意销号',
      approverPostId: 'city-government.leader-in-charge',
    }),
  ];
}

/** Evaluated the morning after the day; the task is signed the same day and answered within two working days. */
export function tracing({ regionalDays, areaRuns, areas }) {
  const tasks = [
    ...regionalDays.map((day) => ({
      day,
      target: `task:tracing/air-process/${day}`,
      doer: 'eco-bureau',
      judge: 'supervision-office',
      what: '区域性臭氧污染过程',
    })),
    ...areaRuns.map(({ area, from }) => ({
      day: from,
      target: `task:tracing/air-process/${areas[area].code}/${from}`,
      doer: areas[area].unit,
      judge: 'eco-bureau',
      what: '臭氧超标',
    })),
  ];
  return tasks.flatMap(({ day, target, doer, judge, what }) => {
    const opened = addWorking(day, 1);
    const answered = addWorking(opened, 2);
    const tracingStep = (at, actor, name, given) =>
      action(at, actor, 'gateway', name, target, given, { part: 'tasks' });
    return [
      tracingStep(timeOf(opened, '10:05'), `${doer}.liaison`, 'sign-task', { signerPostId: `${doer}.liaison` }),
      tracingStep(timeOf(answered, '11:05'), `${doer}.liaison`, 'report-task', {
        finding: `${day}${what}：高温强日照和区域输送叠加，本地挥发性有机物排放贡献明显，已开展错峰作业检查`,
        evidence: [],
      }),
      tracingStep(timeOf(answered, '16:05'), `${judge}.inspector-1`, 'confirm-task', {
        opinion: '溯源核查报告符合要求',
      }),
    ];
  });
}

/** A person looks at the values that were held back. */
export const review = () => [
  action(
    timeOf('2026-08-04', '10:05'),
    'eco-bureau.monitoring',
    'gateway',
    'decide-held-values',
    'held:DM04/codmn/2026-08-02',
    { decision: 'exclude', reason: '运维单位确认试剂管路故障，46.56毫克/升为重复留值' },
    { part: 'tasks' },
  ),
];
