/** The dated work on the forty records: signing, plans, weekly reports, milestones, acceptance, notice, closure. */
import { ASSIGNED, LISTS, TABLE } from './records.mjs';
import { addWorking, between, instant, isWorked, shift, weekdayOf, workedBefore } from './write.mjs';

const END = '2026-08-06';
const SCHEDULED_BY_HAND = ['T-07', 'T-12'];
/** Dates on which plans go in and are approved, taken in turn; T-13 and its kind are no different. */
const PLAN_DAYS = [
  ['2026-05-07', '2026-05-09'],
  ['2026-05-08', '2026-05-11'],
  ['2026-05-09', '2026-05-12'],
  ['2026-05-11', '2026-05-13'],
];
const PHRASES = [
  '现场施工按计划推进',
  '已组织属地和行业部门现场会商',
  '已完成本周点位复核并更新台账',
  '材料和设备已到场',
  '已对上周发现的2处问题完成整改',
  '夜间时段安排专人值守',
  '已与属地街道对接群众诉求',
  '监理单位已签认本周工程量',
];

let clock;
/** Minutes of a day handed out one after another, so that two actions never share an instant. */
export function timeOf(date, from) {
  clock ??= new Map();
  const [hours, minutes] = from.split(':').map(Number);
  const key = `${date} ${from}`;
  const used = clock.get(key) ?? 0;
  clock.set(key, used + 1);
  const total = hours * 60 + minutes + used;
  return instant(date, `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`);
}

export const action = (at, actor, door, name, target, given = {}, more = {}) => ({
  at,
  actor,
  door,
  action: name,
  target,
  with: given,
  part: 'core',
  ...more,
});
export const photo = (record, kind, date, no) => ({
  kind,
  name: `${record.id}-${kind}-${date}-${no}.jpg`,
  takenAt: instant(
    date,
    `0${8 + (no % 2)}:${String(10 + ((Number(record.id.slice(2)) * 7 + no * 13) % 45)).padStart(2, '0')}`,
  ),
  position: record.position,
});
const paper = (record, kind, date) => ({ kind, name: `${record.id}-${kind}-${date}.pdf`, date });

const liaison = (unit) => (unit === 'upper-lead' ? 'upper-lead.reviewer' : `${unit}.liaison`);
export const inspectors = (unit) => [`p.${unit}.inspector-1`, `p.${unit}.inspector-2`];
export const acceptor = (unit) => (unit === 'upper-lead' ? 'upper-lead.reviewer' : `${unit}.deputy`);
const five = (value) => Math.ceil(value / 5) * 5;

export function assignAndSign(record) {
  const [list] = record.items;
  const key = Object.values(LISTS).find(({ id }) => id === list.list);
  return [
    action(timeOf(ASSIGNED, '13:15'), 'eco-office.clerk', 'gateway', 'assign', record.id, {
      assignDocNo: key.assignDocNo,
      leadUnitId: record.lead,
      supervisingUnitId: record.supervising,
      acceptanceUnitId: record.acceptance,
      timeCategory: record.timeCategory,
      deadline: record.deadline,
    }),
    action(timeOf(ASSIGNED, '14:10'), liaison(record.lead), 'gateway', 'sign', record.id, {
      signerPostId: `${record.lead}.liaison`,
    }),
  ];
}

export function planOf(record, submitted, approved) {
  return [
    action(timeOf(submitted, '10:00'), liaison(record.lead), 'gateway', 'submit-plan', record.id, {
      goals: record.goals,
      measures: record.measures,
      milestones: record.milestones,
      responsibleLeaderPostId: record.leader,
      responsiblePostId: record.responsible,
      acceptanceUnitId: record.acceptance,
    }),
    action(timeOf(approved, '09:30'), liaison(record.supervising), 'gateway', 'approve-plan', record.id, {
      opinion: '目标明确、措施可行、节点合理，同意实施',
    }),
  ];
}

export const confirmMilestone = (record, no, date, from = '16:00') =>
  action(timeOf(date, from), `${record.supervising}.inspector-1`, 'gateway', 'confirm-milestone', record.id, {
    milestone: no,
    metOn: date,
    opinion: '经现场查看和资料核对，节点任务已完成',
    evidence: [photo(record, 'photo-progress', date, no)],
  });

/** Percent of the whole plan the unit has reported, confirmed milestones counting in full. */
const reportedPct = (record, confirmed, running, share) =>
  String(
    record.milestones.reduce(
      (sum, { no, weight }) => sum + (confirmed.has(no) ? weight * 100 : no === running ? weight * share : 0),
      0,
    ) / 100,
  );

export const progress = (record, date, milestone, share, confirmed, text, from = '15:00') =>
  action(timeOf(date, from), liaison(record.lead), 'gateway', 'report-progress', record.id, {
    milestone,
    share: String(share),
    reportedPct: reportedPct(record, confirmed, milestone, share),
    text,
    evidence: record.items.some(({ list }) => list === LISTS.I.id)
      ? [photo(record, 'photo-progress', date, milestone)]
      : [],
  });

export function completion(record, date, summary, from = '11:00') {
  return action(timeOf(date, from), `${record.lead}.deputy`, 'gateway', 'report-completion', record.id, {
    completedOn: date,
    summary: summary ?? `${record.milestones.at(-1).title}，各项措施全部完成`,
    measures: record.measures.map(({ no }) => ({
      no,
      finishedOn: date,
      evidence: [`${record.id}-措施${no}佐证-${date}.pdf`],
    })),
    goals: record.goals.map(({ no }) => ({ no, met: true, measuredOn: date })),
    survey: { asked: 20, satisfied: 19 },
    sweep: { required: false, done: false },
    mechanism: record.mechanism,
    evidence: [
      photo(record, 'photo-before', ASSIGNED, 1),
      photo(record, 'photo-after', date, 2),
      paper(record, 'monitoring-report', date),
    ],
    signedByPostId: `${record.lead}.deputy`,
  });
}

export const fileCheck = (record, date, from = '16:30') =>
  action(timeOf(date, from), 'eco-office.clerk', 'gateway', 'pass-file-check', record.id, {
    opinion: '资料齐全，转现场核查',
  });

export const accept = (record, date, from = '10:00') =>
  action(timeOf(date, from), acceptor(record.acceptance), 'gateway', 'accept', record.id, {
    checkedOn: date,
    inspectorPersonIds: inspectors(record.supervising),
    record: `${record.id}-现场核查记录-${date}.pdf`,
    opinion: '整改到位、成效明显、群众满意，同意通过验收',
    milestone: record.milestones.at(-1).no,
  });

/** From acceptance to closure: inspection items by public notice and the upper body, the others by the leader in charge. */
export function closing(record, accepted, closed, { noticeFrom, repliedOn } = {}) {
  const inspection = record.items.some(({ list }) => list === LISTS.I.id);
  if (!inspection) {
    const forwarded = closed ? addWorking(closed, -1) : addWorking(accepted, 1);
    const steps = [
      action(
        timeOf(forwarded <= accepted ? accepted : forwarded, '17:05'),
        'eco-office.clerk',
        'gateway',
        'skip-notice',
        record.id,
        { opinion: '清单未要求公示，报请销号' },
      ),
    ];
    if (closed)
      steps.push(
        action(timeOf(closed, '10:30'), 'city-government.leader-in-charge', 'gateway', 'close', record.id, {
          opinion: '同意销号',
          approverPostId: 'city-government.leader-in-charge',
        }),
      );
    return steps;
  }
  const start = noticeFrom ?? addWorking(accepted, 1);
  const end = addWorking(start, 7);
  const steps = [
    action(timeOf(start, '09:10'), 'eco-office.clerk', 'gateway', 'publish-notice', record.id, {
      channel: '示例市政府门户网站',
      noticeStart: start,
      noticeEnd: end,
      contact: '示例市生环委办',
      days: 7,
      unit: 'WORKING_DAY',
    }),
  ];
  const ended = addWorking(end, 1);
  if (ended > END) return steps;
  steps.push(
    action(timeOf(ended, '09:20'), 'eco-office.clerk', 'gateway', 'end-notice', record.id, {
      noticeRecord: '公示期满，未收到异议',
      objections: 0,
    }),
    action(timeOf(ended, '14:00'), 'eco-office.clerk', 'gateway', 'send-to-upper', record.id, {
      sentOn: ended,
      upperUnitId: 'upper-lead',
      documentNo: `示例环委办报〔2026〕${Number(record.id.slice(2)) + 20}号`,
    }),
  );
  const replied = repliedOn ?? closed;
  if (replied)
    steps.push(
      action(timeOf(replied, '10:10'), 'upper-lead.reviewer', 'gateway', 'confirm-by-upper', record.id, {
        repliedOn: replied,
        replyDocNo: `省督导复〔2026〕${Number(record.id.slice(2)) + 100}号`,
      }),
    );
  return steps;
}

/** Share of a milestone's time gone at the end of a day, by its planned or its actual dates. */
const gone = (from, to, date) => (to <= from ? 1 : Math.min(1, Math.max(0, between(from, date) / between(from, to))));

/** Every ordinary record: weekly reports that keep up with the plan, milestones confirmed by their dates. */
export function ordinary(record, index) {
  if (SCHEDULED_BY_HAND.includes(record.id)) return [];
  const { done } = TABLE.find(({ no }) => no === record.id);
  const [submitted, approved] =
    record.timeCategory === 'IMMEDIATE' ? ['2026-05-07', '2026-05-08'] : PLAN_DAYS[index % PLAN_DAYS.length];
  const actions = [...assignAndSign(record), ...planOf(record, submitted, approved)];
  const reported = done.accepted ? (done.reported ?? addWorking(done.accepted, -2)) : null;
  const last = record.milestones.length;

  const actual = new Map([[1, approved]]);
  for (const { no, date } of record.milestones.slice(1, -1)) {
    const share = reported ? between(approved, date) / between(approved, record.deadline) : 1;
    const brought = reported ? shift(approved, Math.floor(between(approved, reported) * share)) : date;
    actual.set(no, workedBefore(brought < date ? brought : date));
  }
  actual.set(last, reported ?? '2026-12-31');
  actions.push(confirmMilestone(record, 1, approved, '10:30'));
  for (const { no } of record.milestones.slice(1, -1)) {
    const date = actual.get(no);
    if (date <= END) actions.push(confirmMilestone(record, no, date, '14:30'));
  }

  let previous = { no: 0, share: 0 };
  for (let date = '2026-05-20'; date <= END; date = shift(date, 7)) {
    if (reported && date >= reported) break;
    const cutoff = shift(date, 1);
    const confirmed = new Set(
      record.milestones.filter(({ no }) => actual.get(no) <= date && no < last).map(({ no }) => no),
    );
    const running = record.milestones.find(({ no }) => !confirmed.has(no));
    const before = running.no === 1 ? ASSIGNED : record.milestones[running.no - 2].date;
    const planned = gone(before, running.date, cutoff);
    const real = gone(
      actual.get(running.no - 1) ?? ASSIGNED,
      actual.get(running.no) > END ? running.date : actual.get(running.no),
      cutoff,
    );
    const held = previous.no === running.no ? previous.share : 0;
    const share = Math.min(90, Math.max(held, five(Math.max(planned, real) * 100), 10));
    const phrase = PHRASES[(index * 3 + Number(date.slice(8))) % PHRASES.length];
    actions.push(
      progress(
        record,
        date,
        running.no,
        share,
        confirmed,
        `截至${Number(date.slice(5, 7))}月${Number(date.slice(8))}日，“${running.title}”完成${share}%，${phrase}`,
      ),
    );
    previous = { no: running.no, share };
  }

  if (reported) {
    const checked = done.reported ? workedBefore(shift(done.accepted, -1)) : addWorking(done.accepted, -1);
    actions.push(
      completion(record, reported),
      fileCheck(record, checked > reported ? checked : reported),
      accept(record, done.accepted),
    );
    actions.push(...closing(record, done.accepted, done.closed ?? null));
  }
  if (!isWorked(approved) || weekdayOf(approved) === 0) throw new Error(`${record.id}: plan approved on a day off`);
  return actions;
}
