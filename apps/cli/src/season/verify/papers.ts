import { openBundle } from '#libs/files/evidence-bundle.js';
import type { Question } from './check.js';
import { sheetAt } from './ledger.js';
import { paperText } from './paper-text.js';
import type { ActSeen } from './papers-seen.js';
import type { Part, SeasonSeen } from './season-seen.js';

const WATERMARK = '样例';

/** Acts that left the house with a number. */
export const numberedActs = async ({ doors }: SeasonSeen): Promise<ActSeen[]> =>
  (await doors.acts())
    .filter(({ number, issuedOn }) => number !== null && issuedOn !== null)
    .sort((a, b) => (a.number! < b.number! ? -1 : 1));

const paperOf = async ({ doors }: SeasonSeen, act: ActSeen) => paperText(await doors.file(`/acts/${act.id}/document`));

const missingFrom = (text: string, parts: readonly string[]): string[] => parts.filter((part) => !text.includes(part));

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

/** The papers themselves: each fetched, with its number, watermark, contents and pinned evidence. */
export const papersPart: Part = (season) => [
  {
    id: 'papers-numbers',
    words: 'every issued paper is there as a document that carries its number',
    from: '2026-05-08 20:00',
    expected: [],
    found: async () => {
      const without: string[] = [];
      for (const act of await numberedActs(season))
        if (!(await paperOf(season, act)).text.includes(act.number!)) without.push(`${act.number} ${act.title}`);
      return without;
    },
  },
  {
    id: 'papers-watermark',
    words: 'every issued paper and sheet carries the watermark of the sample',
    from: '2026-05-08 20:00',
    expected: [],
    found: async () => {
      const without: string[] = [];
      for (const act of await numberedActs(season))
        if (!(await paperOf(season, act)).beside.includes(WATERMARK)) without.push(act.number!);
      for (const { dispatchId, issueNo, state } of await season.doors.dispatches()) {
        if (state !== 'issued') continue;
        const { beside } = paperText(await season.doors.file(`/dispatches/${dispatchId}/sheet`));
        if (!beside.includes(WATERMARK)) without.push(`sheet ${issueNo}`);
      }
      return without;
    },
  },
  {
    id: 'papers-evidence-bundles',
    words: 'the evidence pinned to every issued paper is complete and unchanged',
    from: '2026-05-08 20:00',
    expected: [],
    found: async () => {
      const flawed: string[] = [];
      for (const act of await numberedActs(season)) {
        const { entries, problems } = openBundle(await season.doors.file(`/acts/${act.id}/evidence-bundle`));
        if (entries.size === 0) flawed.push(`${act.number}: empty`);
        flawed.push(...problems.map((problem) => `${act.number}: ${problem}`));
      }
      return flawed;
    },
  },
  contentsOf(
    season,
    'paper-order-T-07',
    { cause: 'T-07', kind: 'supervision-order' },
    'the order names its basis, the instruction of the leader, the earlier letters and the limit',
    '2026-05-22 20:00',
    ['《政府督查工作条例》', '分管市领导2026年5月22日批示', '黄色预警提示函', '2026年6月2日前完成'],
  ),
  contentsOf(
    season,
    'paper-listing-T-07',
    { cause: 'T-07', kind: 'listing' },
    'the listing says from when to when and what came before',
    '2026-06-05 20:00',
    ['自2026年6月5日起', '2026年7月6日', '督办通知', '逾期未办结'],
  ),
  contentsOf(
    season,
    'paper-talk-T-07',
    { cause: 'T-07', kind: 'talk' },
    'notice of the talk on T-07: persons, matter, earlier papers, data, basis, approvers, meeting, attachments',
    '2026-07-10 20:00',
    [
      ...TALK_PARTS,
      '丁区党委主要负责人',
      '丁区政府主要负责人',
      'T-07',
      '整改时限为2026年6月30日',
      '黄色预警提示函（示例环委办函〔2026〕1号），2026年5月8日发出',
      '橙色预警提示函（示例环委办函〔2026〕2号），2026年5月15日发出',
      '督办通知（示例环委办督〔2026〕1号），2026年5月22日发出',
      '挂牌督办通知（示例环委挂〔2026〕1号），2026年6月5日发出',
      '《政府督查工作条例》第十二条',
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
    [...TALK_PARTS, '己区分管负责人', '审核数据', '2.95', '2026年7月17日14:30，示例市政府第三会议室', '黄色预警提示函'],
  ),
  contentsOf(
    season,
    'paper-bulletin-2026-05',
    { cause: 'bulletin/2026-05', kind: 'bulletin' },
    'bulletin of May: the last place is provisional, no comparison with last year',
    '2026-06-03 18:00',
    ['3.03', '2.86', '暂', '无上年同期数据'],
  ),
  contentsOf(
    season,
    'paper-bulletin-2026-06',
    { cause: 'bulletin/2026-06', kind: 'bulletin' },
    'bulletin of June: ranks, rates and funds',
    '2026-07-03 18:00',
    ['2.95', '不参加排名的单位：甲区', '37.5%', '77.8%', '22.5%', '26.5%', '58.3%'],
  ),
  {
    id: 'paper-sheet-no-progress',
    words: 'sheet 5: a reply that says the same as last week is marked 无进展; head, columns and foot',
    from: '2026-05-28 17:30',
    expected: [],
    found: async () => {
      const { dispatchId } = await sheetAt(season, '2026-05-28T17:00:00+08:00');
      const { text } = paperText(await season.doors.file(`/dispatches/${dispatchId}/sheet`));
      return missingFrom(text, [
        '周调度表',
        '第5期',
        '2026年5月28日17:00',
        '在表1项，新增0项，移出0项，连续三次及以上在表1项',
        '督察反馈-07',
        '无进展',
        ...['牵头单位', '配合单位', '属地单位', '督导单位', '包保领导', '整改时限', '计划销号时间', '上周承诺'],
        ...['连续在表次数', '存在困难', '需协调单位', '答复时限', '下一节点', '审核意见'],
        ...['填表人', '单位负责人', '审核人', '签发人'],
      ]);
    },
  },
];
