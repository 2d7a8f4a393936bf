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

/** What a bulletin says of the records behind that count: each by number in annex 2, and whom it asks what at the end. */
const namedRecords = ({ expected }: SeasonSeen, month: string, next: string): string[] => {
  const { dueOpen, reopened } = expected.ledger.namedAtMonthEnds.find(({ day }) => day.startsWith(month))!;
  return ['各区人民政府，市生环委各成员单位：', ...dueOpen, ...reopened.map(({ id }) => id), `各责任单位${next}`];
};

/** Every week of the sections that ended in the month, with how many were of class Ⅲ or better. */
const weeksOf = ({ expected }: SeasonSeen, month: string): string[] =>
  expected.water.weeks
    .filter(({ to }) => to.startsWith(month))
    .map(
      ({ from, to, goodSections }) =>
        `月${Number(from.slice(8))}日至${Number(to.slice(8))}日）评价断面9个，达到或优于Ⅲ类${goodSections}个`,
    );

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
      ...namedRecords(season, '2026-05', '对照附件2所列滞后任务逐项整改'),
      ...['T-07', 'O3日最大8小时平均第90百分位数', '综合指数按GB 3095-2026过渡阶段二级浓度限值计算'],
      ...['全部清单 任务完成率 2026-05-31 第1版', '资金 总资金执行率 2026-05-31 第1版'],
      '督察反馈 任务完成率 2026-05-31 第1版',
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
      ...namedRecords(season, '2026-06', '对照附件2所列滞后任务和到期未完成任务逐项整改'),
      '上期暂定名次已确定：己区列第6位，站点17为评价点位（《关于确认站点17为评价点位的通知》，示例环监〔2026〕6号，2026年6月5日）',
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
      ...namedRecords(season, '2026-07', '对照附件2所列到期未完成任务逐项整改'),
      '反弹后尚未重新完成1项，自反弹之日起不计入完成和销号：T-19',
      '2026年7月31日反弹',
      ...weeksOf(season, '2026-07'),
      ...['断面1（Ⅳ类）', '断面2（劣Ⅴ类）'],
      '以上为实时数据，数据实际截至2026年7月24日19:00，此后各站点无小时数据',
      '以上为实时数据，截至2026年7月27日0:00',
      '以上为核实数据，截至2026年8月1日0:00',
      '第14期（截至2026年7月30日17:00）在表滞后0项',
      '约谈通知书2件',
      // The date the paper bears; it went out on the day after.
      '示例环委约〔2026〕1号，2026年7月9日',
      '示例环委约〔2026〕2号，2026年7月13日',
    ],
  ),
];

/** What single papers have to say (season, "Papers"). */
export const paperContents = (season: SeasonSeen): Question[] => [
  contentsOf(
    season,
    'paper-letter-T-07',
    { cause: 'T-07', kind: 'warning-yellow' },
    'the yellow letter on T-07: nobody had reported, so nothing in it is confirmed',
    '2026-05-08 20:00',
    ['实际进度0.0%（未填报）', '未填报、按0计的数据（责任单位尚未填报进度，尚无核实记录'],
  ),
  contentsOf(
    season,
    'paper-letter-orange-T-07',
    { cause: 'T-07', kind: 'warning-orange' },
    'the orange letter on T-07: the answer to the yellow one was due that very day',
    '2026-05-15 20:00',
    ['答复期限2026年5月15日，尚未届满'],
  ),
  contentsOf(
    season,
    'paper-order-T-07',
    { cause: 'T-07', kind: 'supervision-order' },
    'the order names its basis, the instruction of the leader, the earlier letters and the limit',
    '2026-05-22 20:00',
    [
      ...[`依据${RULE}第十条，按照分管副市长2026年5月22日批示，经其批准`, '黄色预警提示函', '2026年6月2日前完成'],
      '2026年5月14日、5月21日连续2次调度评为橙色，依规定转为红色',
    ],
  ),
  contentsOf(
    season,
    'paper-listing-T-07',
    { cause: 'T-07', kind: 'listing' },
    'the listing says from when to when and what came before',
    '2026-06-05 20:00',
    [
      ...[`依据${RULE}第十二条`, '自2026年6月5日起', '2026年7月6日', '督办通知', '届期未办结', '经市长批准'],
      '截至2026年6月4日17:00，你单位牵头的',
      '完成溢流口临时截流措施，原定时限2026年5月6日已过，立即完成',
      '全部整改措施，2026年6月30日前完成',
      '督办期限不改变整改时限（2026年6月30日）',
      '逾期节点均无经核实完成的记录',
    ],
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
      '完成溢流口临时截流措施，时限为2026年5月6日，已完成',
      '全部整改措施，时限为2026年6月30日，未完成',
      '节点“完成主干管错接改造”应于2026年6月15日完成，截至2026年7月9日17:00未完成',
      // Nobody designated the office under the Regulations on Government Supervision, so the own rule stands alone.
      `依据${RULE}第十五条，按照市长2026年7月8日批示，经市委书记、市长于2026年7月9日批准`,
      '抄送：示例市住房和城乡建设局，示例市人民政府',
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
      '2026年5月环境空气质量综合指数3.03，列第6位；站点17为评价点位（《关于确认站点17为评价点位的通知》，示例环监〔2026〕6号，2026年6月5日）',
      '—（考核时段2026年5月）',
      '2.86（参照值，首位）',
      'PM2.5月平均浓度',
      '综合指数按GB 3095-2026过渡阶段二级浓度限值计算，浓度按HJ 663-2026统计，其中有效性和数值修约沿用HJ 663-2013的规定',
      '2026年6月环境空气质量综合指数2.95，列第5位；不参加排名：甲区（PM10有效天数23天，少于27天）',
      '2026年7月17日14:30，示例市政府第三会议室',
      '黄色预警提示函',
    ],
  ),
  contentsOf(
    season,
    'paper-letter-ranking',
    { cause: 'ranking/area-f', kind: 'warning-yellow' },
    'the letter on the ranking goes to a government, with the standards, the six parts of the index, and no target',
    '2026-06-08 20:00',
    [
      '示例市己区人民政府：',
      '2026年5月己区环境空气质量综合指数为3.03，在6个参加排名的单位中列第6位（末位）',
      ...['其中PM2.5月平均浓度', 'PM10月平均浓度', 'SO2月平均浓度', 'NO2月平均浓度', 'CO日均值第95百分位数'],
      'O3日最大8小时平均第90百分位数',
      '综合指数按GB 3095-2026过渡阶段二级浓度限值计算，浓度按HJ 663-2026统计，其中有效性和数值修约沿用HJ 663-2013的规定',
      '2.86（参照值，首位）',
    ],
  ),
  ...bulletinContents(season),
  contentsOf(
    season,
    'paper-minutes-T-07',
    { cause: 'T-07', kind: 'talk-minutes' },
    'minutes of the talk on T-07: the problem as of its date, demands with owner and day, who is recorded as present',
    '2026-07-20 20:00',
    [
      '的问题，约谈了丁区区委书记、丁区区长',
      '节点“完成主干管错接改造”应于2026年6月15日完成，截至2026年7月9日17:00未完成，逾期24天',
      '出席：分管副市长，市生环委办主任，市住房和城乡建设局局长，丁区区委书记，丁区区长',
      '分送：示例市生态环境保护委员会，示例市政府督查室，示例市丁区人民政府，示例市住房和城乡建设局',
      '完成其余错接点改造和全部闭水试验，2026年7月21日前完成，由丁区区长负责',
      '2026年7月30日前报送整改方案，于2026年8月31日前报送整改结果',
    ],
  ),
  contentsOf(
    season,
    'paper-minutes-ranking',
    { cause: 'ranking/area-f', kind: 'talk-minutes' },
    'minutes of the talk on the ranking: both months, who came, no limit where there is none',
    '2026-07-23 20:00',
    ['2026年6月环境空气质量综合指数2.95，列第5位', '出席：市生环委办主任，市生态环境局局长，己区副区长'],
  ),
  contentsOf(
    season,
    'paper-delisting-T-07',
    { cause: 'T-07', kind: 'delisting' },
    'the delisting says who checked and who accepted, how long the notice stood, the reply from above, the look-back',
    '2026-08-06 20:00',
    [
      '你单位于2026年7月21日报告整改完成并申请验收。经核查、验收、公示，市长批准',
      '由市住房和城乡建设局督查科科长、市住房和城乡建设局督查科科员进行现场核查；示例市生态环境局组织验收',
      // Three months from the closure of 08-05.
      '示例市生态环境保护委员会办公室于2026年11月5日前组织回头看',
      '2026年7月23日至2026年8月3日公示，未收到异议',
      '省督导复〔2026〕107号（2026年8月5日），同意销号',
    ],
  ),
  contentsOf(
    season,
    'paper-talk-lifted-T-07',
    { cause: 'T-07', kind: 'talk-lifted' },
    'the end of the talk: approved by those who approved it, each demand with its state, the last one going on',
    '2026-08-06 20:00',
    [
      '于2026年7月21日报告整改完成并申请验收',
      '经市委书记、市长批准，自2026年8月6日起解除约谈',
      '完成其余错接点改造和全部闭水试验，时限为2026年7月21日，所涉整改已通过验收',
      '8月底前完成雨后复核三次，继续办理至2026年8月31日',
    ],
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
      '目标（示例办〔2026〕3号断面水质目标责任书；按《地表水环境质量标准》（GB 3838-2002）评价）',
      '周水质达到目标的，预警解除',
      '关于断面4水质连续2周未达标的黄色预警提示函',
    ],
  ),
  contentsOf(
    season,
    'paper-letter-DM09',
    { cause: 'section/DM09', kind: 'warning-yellow' },
    'the letter on a section that fails by a multiple: mean and multiple in the text and in the annex',
    '2026-07-28 20:00',
    [
      '为Ⅳ类（高锰酸盐指数均值6.1mg/L，超标0.02倍）',
      '高锰酸盐指数（均值6.1mg/L，超标0.02倍）',
      '高锰酸盐指数超标倍数（对照Ⅲ类限值）',
    ],
  ),
];
