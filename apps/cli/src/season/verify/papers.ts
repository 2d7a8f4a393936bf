import { openBundle } from '#libs/files/evidence-bundle.js';
import { missingFrom, numberedActs, paperOf } from './issued-papers.js';
import { sheetAt } from './ledger.js';
import { paperContents } from './paper-contents.js';
import { paperText } from './paper-text.js';
import type { Part } from './season-seen.js';

const WATERMARK = '样例';

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
  ...paperContents(season),
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
