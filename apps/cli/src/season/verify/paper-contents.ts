import type { Question } from './check.js';
import { missingFrom, numberedActs, paperOf } from './issued-papers.js';
import type { SeasonSeen } from './season-seen.js';

/** The sample's own rule on warnings, orders and talks (city/agency.json). */
const RULE = '《示例市生态环境保护预警督办约谈办法（样例）》（示例环委〔2026〕1号）';

const contentsOf = (
  season: SeasonSeen,
  id: string,
  target: { cause: string; kind: string },
  words: string,
  from: string,
  parts: readonly string[],
): Question => ({
  id,
  words,
  from,
  expected: [],
  found: async () => {
    const act = (await numberedActs(season)).find(({ cause, kind }) => cause === target.cause && kind === target.kind);
    if (!act) return 'no such paper';
    return missingFrom((await paperOf(season, act)).text, parts);
  },
});

/** What the notice of a talk has to say (season, "Papers"), as far as it is the same in each. */
const TALK_PARTS = [
  '约谈事由',
  '计划与实际',
  '数据状态',
  '主持人',
  '参加单位和人员',
  '准备材料',
  '请假',
  '约谈情况在系统内通报，不向社会公开',
  '约谈问题清单',
  '数据来源',
  '送达回执',
  '签收人职务',
  '签收时间',
  '代收',
  '拒收',
  '次一工作日',
];

/** Figures of the ledger at the end of a month as a bulletin prints them: due and not completed by its own cut-off. */
const dueOpen = ({ expected }: SeasonSeen, month: string): string => {
  const end = expected.ledger.monthEnds.find(({ at }) => at.startsWith(month));
  return end ? `到期未完成${end.due - end.dueCompleted}项` : `no month end of ${month}`;
};

/** The three bulletins: each section with its own state and time, the sheet behind what lags, the papers of the month. */
const bulletinContents = (season: SeasonSeen): Question[] => [
  contentsOf(
    season,
    'paper-bulletin-2026-05',
    { cause: 'bulletin/2026-05', kind: 'bulletin' },
    'bulletin of May: the last place waits for the paper of a station, no comparison with last year',
    '2026-06-03 18:00',
    [
      ...['3.03', '2.86', '无上年同期数据', dueOpen(season, '2026-05')],
      '暂定，站点17是否为评价点位尚无文件认定，不计入时为3.00',
      '第5期（截至2026年5月28日17:00）在表滞后1项',
      '示例环委办督〔2026〕1号，2026年5月22日',
    ],
  ),
  contentsOf(
    season,
    'paper-bulletin-2026-06',
    { cause: 'bulletin/2026-06', kind: 'bulletin' },
    'bulletin of June: ranks, rates and funds; the place left open in May is settled',
    '2026-07-03 18:00',
    [
      ...['2.95', '37.5%', '77.8%', '22.5%', '26.5%', '58.3%', dueOpen(season, '2026-06')],
      '不参加排名的单位：甲区（PM10有效天数23天，少于27天）',
      '上期暂定名次已确定：己区列第6位，站点17为评价点位（示例环监〔2026〕6号）',
      '第9期（截至2026年6月25日17:00）在表滞后1项',
      '示例环委挂〔2026〕1号，2026年6月5日',
    ],
  ),
  contentsOf(
    season,
    'paper-bulletin-2026-07',
    { cause: 'bulletin/2026-07', kind: 'bulletin' },
    'bulletin of July: the last hour of the feed, a state for each section, nobody ranked, both talks named',
    '2026-08-05 18:00',
    [
      ...['65.0%', '83.3%', '47.5%', dueOpen(season, '2026-07'), '不排名'],
      '以上为实时数据，数据实际截至2026年7月24日19:00，此后各站点无小时数据',
      '以上为实时数据，截至2026年7月27日0:00',
      '以上为核实数据，截至2026年8月1日0:00',
      '第14期（截至2026年7月30日17:00）在表滞后0项',
      '约谈通知书2件',
      '示例环委约〔2026〕1号，2026年7月10日',
      '示例环委约〔2026〕2号，2026年7月13日',
    ],
  ),
];

/** What single papers have to say (season, "Papers"). */
export const paperContents = (season: SeasonSeen): Question[] => [
  contentsOf(
    season,
    'paper-order-T-07',
    { cause: 'T-07', kind: 'supervision-order' },
    'the order names its basis, the instruction of the leader, the earlier letters and the limit',
    '2026-05-22 20:00',
    [`依据${RULE}第十条，按照副市长2026年5月22日批示`, '黄色预警提示函', '2026年6月2日前完成'],
  ),
  contentsOf(
    season,
    'paper-listing-T-07',
    { cause: 'T-07', kind: 'listing' },
    'the listing says from when to when and what came before',
    '2026-06-05 20:00',
    [`依据${RULE}第十二条`, '自2026年6月5日起', '2026年7月6日', '督办通知', '逾期未办结', '全部整改措施'],
  ),
  contentsOf(
    season,
    'paper-talk-T-07',
    { cause: 'T-07', kind: 'talk' },
    'notice of the talk on T-07: persons, matter, earlier papers, data, basis, approvers, meeting, attachments',
    '2026-07-10 20:00',
    [
      ...TALK_PARTS,
      '党委（党组）主要负责人：丁区区委书记',
      '政府（行政）主要负责人：丁区区长',
      'T-07',
      // The listing ran out on 07-06; the cut-off after it is that of 07-09.
      '截至2026年7月9日17:00',
      '50.8%',
      'T-07 工作滞后天数 2026-07-09 17:00 第1版',
      '整改时限为2026年6月30日',
      '黄色预警提示函（示例环委办函〔2026〕1号），2026年5月8日发出',
      '橙色预警提示函（示例环委办函〔2026〕2号），2026年5月15日发出',
      '督办通知（示例环委办督〔2026〕1号），2026年5月22日发出',
      '挂牌督办通知（示例环委挂〔2026〕1号），2026年6月5日发出，至2026年7月6日期满未完成',
      '完成溢流口临时截流措施，时限为2026年7月6日，已完成',
      '全部整改措施，时限为2026年7月6日，未完成',
      `${RULE}第十五条和《政府督查工作条例》第十二条第七项，按照市长2026年7月8日批示`,
      '于2026年7月9日批准',
      '2026年7月16日14:30，示例市政府第二会议室',
      '2026年7月23日前印发',
      '2026年7月30日前报送',
    ],
  ),
  contentsOf(
    season,
    'paper-talk-ranking',
    { cause: 'ranking/area-f', kind: 'talk' },
    'notice of the talk on the ranking: deputy in charge, both months, reviewed data, meeting',
    '2026-07-13 20:00',
    [
      ...TALK_PARTS,
      `依据${RULE}第十五条，经市长`,
      '己区副区长',
      '审核数据',
      '考核时段为2026年5月、2026年6月',
      '2026年5月环境空气质量综合指数3.03，列第6位；站点17为评价点位（示例环监〔2026〕6号）',
      '2026年6月环境空气质量综合指数2.95，列第5位；不参加排名：甲区（PM10有效天数23天，少于27天）',
      '2026年7月17日14:30，示例市政府第三会议室',
      '黄色预警提示函',
    ],
  ),
  ...bulletinContents(season),
  contentsOf(
    season,
    'paper-minutes-T-07',
    { cause: 'T-07', kind: 'talk-minutes' },
    'minutes of the talk on T-07: what was demanded, by whom and until when; the plan',
    '2026-07-20 20:00',
    [
      '的问题，约谈了丁区区委书记、丁区区长',
      '完成其余错接点改造和全部闭水试验，2026年7月21日前完成，由丁区区长负责',
      '2026年7月30日前报送整改方案，于2026年8月31日前报送整改结果',
    ],
  ),
  contentsOf(
    season,
    'paper-delisting-T-07',
    { cause: 'T-07', kind: 'delisting' },
    'the delisting says who checked, how long the notice stood and what the body above replied',
    '2026-08-06 20:00',
    [
      '由市住房和城乡建设局督查科科长、市住房和城乡建设局督查科科员进行现场核查',
      '2026年7月23日至2026年8月3日公示，未收到异议',
      '省督导复〔2026〕107号（2026年8月5日），同意销号',
    ],
  ),
  contentsOf(
    season,
    'paper-talk-lifted-T-07',
    { cause: 'T-07', kind: 'talk-lifted' },
    'the end of the talk is approved by those who approved the talk',
    '2026-08-06 20:00',
    ['经市长、市委书记批准，自2026年8月6日起解除约谈'],
  ),
  contentsOf(
    season,
    'paper-letter-DM04',
    { cause: 'section/DM04', kind: 'warning-yellow' },
    'the letter on a section: span apart from the name, dissolved oxygen with its mean, a condition of its own',
    '2026-07-28 20:00',
    [
      '断面4，2026年7月13日至19日水质类别',
      '溶解氧（均值4.9mg/L）',
      '周水质达到目标的，预警解除',
      '关于断面4水质连续2周未达标的黄色预警提示函',
    ],
  ),
];
