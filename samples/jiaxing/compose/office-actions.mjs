/** What the office, its signers and the addressees do: sheets, letters, orders, listing, talks, bulletins, money, data. */
import { action, timeOf } from './work-actions.mjs';
import { addWorking } from './write.mjs';

const act = (date, time, actor, name, target, given = {}, more = {}) =>
  action(timeOf(date, time), actor, 'gateway', name, target, given, more);

const OFFICE = 'eco-office.clerk';
const APPROVE = { opinion: '同意' };

/** Approve, issue and sign for one act; a date may be given for each. */
function served(
  target,
  approver,
  approved,
  receiver,
  { issued = approved, received = issued, approvedAt = '10:05', posts } = {},
) {
  return [
    act(approved, approvedAt, approver, 'approve-act', target, APPROVE),
    act(issued, issued === approved ? later(approvedAt) : '09:05', OFFICE, 'issue-act', target, {}),
    act(received, '14:05', `${receiver}.liaison`, 'sign-receipt', target, {
      receivingPostId: posts ?? `${receiver}.liaison`,
      signerPostId: `${receiver}.liaison`,
      outcome: 'received',
    }),
  ];
}
const later = (time) => `${String(Number(time.slice(0, 2)) + 1).padStart(2, '0')}${time.slice(2)}`;
const answer = (target, date, unit, text) =>
  act(date, '15:05', `${unit}.liaison`, 'answer-act', target, { text, measures: [text], attachments: [] });

/** Minutes are signed by whoever chaired, and go out the same day. */
const minutesOut = (target, chair, date) => [
  act(date, '11:05', chair, 'approve-act', target, APPROVE),
  act(date, '15:05', OFFICE, 'issue-act', target, {}),
];

/** Row 2 to 7, 14 and 20 of the season. */
export function ladderOfT07() {
  const at = (kind) => `act:T-07/${kind}`;
  return [
    ...served(at('warning-yellow'), 'eco-office.director', '2026-05-08', 'area-d', { received: '2026-05-09' }),
    answer(at('warning-yellow'), '2026-05-15', 'area-d', '占道施工手续已办理，调整采购方式，5月底前完成临时截流'),
    ...served(at('warning-orange'), 'eco-committee.deputy-director', '2026-05-15', 'area-d'),
    answer(at('warning-orange'), '2026-05-20', 'area-d', '成立工作专班，重新组织采购，安排抽排车昼夜值守'),
    act(
      '2026-05-22',
      '08:45',
      'city-government.leader-in-charge',
      'record-instruction',
      'instruction:2026-05-22/T-07',
      {
        leaderPostId: 'city-government.leader-in-charge',
        text: '请生环委办下达督办单，督促丁区限期完成截流措施',
        matter: 'T-07',
        owner: 'area-d',
        feedbackBy: '2026-06-02',
      },
    ),
    ...served(at('supervision-order'), 'city-government.leader-in-charge', '2026-05-22', 'area-d', {
      posts: 'area-d.government-head',
    }),
    ...served(at('listing'), 'city-government.head', '2026-06-05', 'area-d', { posts: 'area-d.government-head' }),
    act('2026-07-08', '09:45', 'city-government.head', 'record-instruction', 'instruction:2026-07-08/T-07', {
      leaderPostId: 'city-government.head',
      text: '挂牌督办逾期，请按规定约谈丁区党政主要负责人',
      matter: 'T-07',
      owner: 'eco-office',
      feedbackBy: '2026-07-16',
    }),
    // Drafted when the listing ran out, with the figures of the cut-off before; signed with those of the one after.
    act('2026-07-09', '17:25', OFFICE, 'refresh-act', at('talk'), {}),
    act('2026-07-09', '17:35', 'city-government.head', 'approve-act', at('talk'), APPROVE),
    act('2026-07-09', '17:50', 'city-committee.secretary', 'approve-act', at('talk'), APPROVE),
    act('2026-07-10', '09:35', OFFICE, 'issue-act', at('talk'), {
      meetingAt: '2026-07-16T14:30:00+08:00',
      place: '示例市政府第二会议室',
      chairPostId: 'city-government.head',
      summonedPostIds: ['area-d.party-head', 'area-d.government-head'],
      attendeePostIds: ['city-government.leader-in-charge', 'eco-office.director', 'housing.principal'],
      materials: '书面说明、整改计划',
      leaveRule: '因故不能参加的，于会前一个工作日书面请假',
      public: false,
    }),
    act('2026-07-10', '14:35', 'area-d.liaison', 'sign-receipt', at('talk'), {
      receivingPostId: 'area-d.government-head',
      signerPostId: 'area-d.liaison',
      outcome: 'received',
    }),
    act('2026-07-10', '14:45', 'area-d.liaison', 'sign-receipt', at('talk'), {
      receivingPostId: 'area-d.party-head',
      signerPostId: 'area-d.liaison',
      outcome: 'received',
    }),
    act('2026-07-16', '16:05', OFFICE, 'hold-talk', at('talk'), {
      heldAt: '2026-07-16T14:30:00+08:00',
      chairPostId: 'city-government.head',
      attendedPostIds: [
        'city-government.leader-in-charge',
        'eco-office.director',
        'housing.principal',
        'area-d.party-head',
        'area-d.government-head',
      ],
      explanation: '前期采购组织不力、部门协同不够',
      commitments: ['7月21日前完成全部错接点改造和闭水试验', '建立雨后巡查制度'],
    }),
    act('2026-07-17', '10:35', OFFICE, 'file-minutes', at('talk'), {
      text: '约谈纪要',
      demands: [
        {
          text: '完成其余错接点改造和全部闭水试验',
          deadline: '2026-07-21',
          ownerPostId: 'area-d.government-head',
        },
        { text: '对截流、排查、改造逐项自查并申请验收', deadline: '2026-07-24', ownerPostId: 'area-d.deputy' },
        {
          text: '建立雨后巡查和管网错接常态排查制度，8月底前完成雨后复核三次',
          deadline: '2026-08-31',
          ownerPostId: 'area-d.party-head',
        },
      ],
      copiedTo: ['eco-committee', 'supervision-office'],
    }),
    ...minutesOut(at('talk-minutes'), 'city-government.head', '2026-07-20'),
    act('2026-07-20', '10:35', 'area-d.liaison', 'file-plan', at('talk'), {
      text: '约谈整改计划：7月21日前完成改造并申请验收，8月底前完成雨后复核三次',
      deadline: '2026-08-31',
    }),
    act('2026-08-06', '17:35', 'city-government.head', 'approve-act', at('delisting'), APPROVE),
    act('2026-08-06', '17:55', OFFICE, 'issue-act', at('delisting'), {}),
    act('2026-08-06', '18:05', 'city-government.head', 'approve-act', at('talk-lifted'), APPROVE),
    act('2026-08-06', '18:10', 'city-committee.secretary', 'approve-act', at('talk-lifted'), APPROVE),
    act('2026-08-06', '18:15', OFFICE, 'issue-act', at('talk-lifted'), {}),
  ];
}

/** Rows 6 and 13: last once, last twice running. */
export function ladderOfRanking() {
  const at = (kind) => `act:ranking/area-f/${kind}`;
  return [
    act('2026-06-08', '09:05', 'eco-bureau.monitoring', 'record-evaluation-point', 'ST17', {
      status: 'yes',
      basis: '《关于确认站点17为评价点位的通知》，示例环监〔2026〕6号，2026年6月5日',
      from: '2026-01-01',
    }),
    ...served(at('warning-yellow'), 'eco-office.director', '2026-06-08', 'area-f', { approvedAt: '10:35' }),
    answer(at('warning-yellow'), '2026-06-12', 'area-f', '对照综合指数短板，开展涉气企业错峰作业和道路扬尘整治'),
    act('2026-07-13', '09:05', 'city-government.head', 'approve-act', at('talk'), APPROVE),
    act('2026-07-13', '10:35', OFFICE, 'issue-act', at('talk'), {
      meetingAt: '2026-07-17T14:30:00+08:00',
      place: '示例市政府第三会议室',
      chairPostId: 'city-government.leader-in-charge',
      summonedPostIds: ['area-f.deputy'],
      attendeePostIds: ['eco-office.director', 'eco-bureau.principal'],
      materials: '空气质量改善措施说明',
      leaveRule: '因故不能参加的，于会前一个工作日书面请假',
      public: false,
    }),
    act('2026-07-13', '14:45', 'area-f.liaison', 'sign-receipt', at('talk'), {
      receivingPostId: 'area-f.deputy',
      signerPostId: 'area-f.liaison',
      outcome: 'received',
    }),
    act('2026-07-17', '16:05', OFFICE, 'hold-talk', at('talk'), {
      heldAt: '2026-07-17T14:30:00+08:00',
      chairPostId: 'city-government.leader-in-charge',
      attendedPostIds: ['eco-office.director', 'eco-bureau.principal', 'area-f.deputy'],
      explanation: '二氧化氮和臭氧短板明显',
      commitments: ['7月底前完成34家涉气企业错峰作业公告', '加密道路清扫保洁'],
    }),
    act('2026-07-21', '10:35', OFFICE, 'file-minutes', at('talk'), {
      text: '约谈纪要',
      demands: [
        { text: '发布涉气企业错峰作业公告并逐企落实', deadline: '2026-07-31', ownerPostId: 'area-f.deputy' },
        {
          text: '主次干道每日湿扫不少于三次，工地扬尘问题逐日清零',
          deadline: '2026-10-31',
          ownerPostId: 'area-f.deputy',
        },
      ],
      copiedTo: ['eco-committee'],
    }),
    ...minutesOut(at('talk-minutes'), 'city-government.leader-in-charge', '2026-07-23'),
    act('2026-07-29', '10:35', 'area-f.liaison', 'file-plan', at('talk'), {
      text: '空气质量改善计划',
      deadline: '2026-10-31',
    }),
  ];
}

/** Rows 16 and 19: yellow letters on sections failing two weeks running. Orders proposed on 08-03 stay proposals. */
export function ladderOfSections() {
  const letters = (codes, drafted, answered) =>
    codes.flatMap(([code, unit]) => {
      const target = `act:section/${code}/warning-yellow`;
      const date = addWorking(drafted, 1);
      return [
        ...served(target, 'eco-office.director', date, unit),
        ...(answered ? [answer(target, answered, unit, '已开展上游排口排查和支流调水，加密溶解氧监测')] : []),
      ];
    });
  const first = [
    ['DM02', 'area-f'],
    ['DM04', 'area-b'],
    ['DM05', 'area-b'],
    ['DM06', 'area-e'],
    ['DM09', 'area-c'],
  ];
  const second = [
    ['DM01', 'area-a'],
    ['DM03', 'area-b'],
  ];
  return [...letters(first, '2026-07-27', '2026-08-03'), ...letters(second, '2026-08-03', null)].map((entry) => ({
    ...entry,
    part: 'sections',
  }));
}

export const bulletins = () =>
  [
    ['2026-05', '2026-06-03'],
    ['2026-06', '2026-07-03'],
    ['2026-07', '2026-08-05'],
  ].flatMap(([month, date]) => [
    act(date, '15:35', 'city-government.leader-in-charge', 'approve-act', `act:bulletin/${month}/bulletin`, APPROVE),
    act(date, '16:35', OFFICE, 'issue-act', `act:bulletin/${month}/bulletin`, {}),
  ]);

export const THURSDAYS = Array.from({ length: 15 }, (_, week) =>
  new Date(Date.UTC(2026, 3, 30 + week * 7)).toISOString().slice(0, 10),
);
export const sheets = () =>
  THURSDAYS.map((date) =>
    act(date, '17:20', 'eco-office.director', 'issue-dispatch', `dispatch:${date}`, { opinion: '按表调度' }),
  );

/** Row 12. Money is posted, never edited; the wrong entry of 06-09 is reversed and posted again. */
export function payments() {
  const SUPPLIERS = { 1: '示例施工单位一', 2: '示例施工单位二', 3: '示例施工单位三', 6: '示例供货单位一' };
  const pay = (date, no, entry, amount, purpose) =>
    act(date, '11:05', 'finance.liaison', 'post-payment', `project-${no}`, {
      entry,
      noticeNo: `示例财资环〔2026〕${10 + no}号`,
      amount,
      paidOn: date,
      payee: SUPPLIERS[no],
      contractNo: `示例合同2026-${no}`,
      purpose,
      voucher: `国库支付2026-${no}-${entry}`,
    });
  const work = (date, no, pct) =>
    act(
      date,
      '16:05',
      `${['', 'housing', 'area-c', 'area-b', '', '', 'eco-bureau'][no]}.liaison`,
      'report-physical-progress',
      `project-${no}`,
      { physicalPct: pct, on: date },
    );
  return [
    pay('2026-05-12', 1, 1, '200.00', '工程进度款'),
    pay('2026-05-20', 6, 1, '500.00', '设备到货款'),
    pay('2026-05-27', 3, 1, '300.00', '工程进度款'),
    work('2026-05-28', 1, '28'),
    work('2026-05-28', 2, '20'),
    work('2026-05-28', 3, '22'),
    work('2026-05-28', 6, '60'),
    pay('2026-06-03', 2, 1, '240.00', '工程进度款'),
    pay('2026-06-09', 1, 2, '22.00', '工程进度款'),
    act('2026-06-10', '10:05', 'finance.deputy', 'reverse-payment', 'project-1', {
      entry: 3,
      reverses: 2,
      paidOn: '2026-06-10',
      reason: '金额录入错误',
      voucher: '国库支付2026-1-3',
    }),
    pay('2026-06-10', 1, 4, '220.00', '工程进度款'),
    pay('2026-06-16', 3, 2, '149.99', '工程进度款'),
    pay('2026-06-24', 6, 2, '260.00', '安装调试款'),
    work('2026-06-26', 1, '41'),
    work('2026-06-26', 2, '36'),
    work('2026-06-26', 3, '38'),
    work('2026-06-26', 6, '85'),
  ];
}

/** The same values again, reviewed: all seventeen stations of the month, by the feed door. */
export const reviewed = () =>
  [
    ['2026-05', '2026-06-10'],
    ['2026-06', '2026-07-10'],
  ].map(([month, date]) =>
    action(timeOf(date, '10:15'), 'feed.air', 'feed', 'deliver-reviewed', `month:${month}`, {
      layout: 'reviewed-hourly',
      dataState: 'reviewed',
      files: ['data/air-national-hourly.csv.gz', 'data/air-county-hourly.csv.gz'],
    }),
  );
