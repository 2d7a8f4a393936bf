import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { itemInForce } from '#libs/policy/item.js';
import type { TemplateValues } from '#libs/documents/template.js';
import type { Pack } from '#libs/policy/pack.js';
import { loadPack } from '#libs/policy/read-pack.js';
import { templateOf } from '../template-file.js';
import { filledPaper } from './paper-content.js';

let pack: Pack;
beforeAll(async () => {
  pack = await loadPack(join(process.cwd(), 'packs/default-district'));
});
const paperOf = async (kind: string, values: TemplateValues): Promise<string> => {
  const template = await templateOf(pack, itemInForce(pack.acts, kind, '2026-07-28').template);
  return JSON.stringify(filledPaper(template, values, [], true));
};

describe('the words of a yellow letter', () => {
  it.each([
    ['isLag', ['滞后原因、追赶措施', '连续2次调度未再滞后的，预警解除'], ['排名', '水质']],
    ['isRanking', ['短板分析', '连续2个月度排名不再列末位的，预警解除'], ['调度', '滞后', '水质']],
    ['isSection', ['超标原因', '连续2周水质达到目标的，预警解除'], ['调度', '滞后', '排名']],
    [null, ['报送原因、措施', '事由消除后，预警解除'], ['调度', '滞后', '排名', '水质']],
  ] as const)('suit the matter: %s', async (flag, says, silent) => {
    const text = await paperOf('warning-yellow', { exitWeeks: 2, ...(flag ? { [flag]: true } : {}) });
    for (const words of says) expect(text).toContain(words);
    for (const words of silent) expect(text).not.toContain(words);
  });
});

describe('a receipt', () => {
  it.each([
    ['warning-yellow', '关于断面4水质的黄色预警提示函'],
    ['warning-orange', '关于断面4水质的橙色预警提示函'],
    ['warning-red', '关于断面4水质的红色预警提示函'],
    ['supervision-order', '关于断面4水质的督办通知'],
    ['listing', '关于对断面4水质实行挂牌督办的通知'],
    ['closure-refusal', '关于断面4水质的不予销号告知书'],
  ])('of %s names the paper by its whole title', async (kind, title) => {
    const text = await paperOf(kind, { matterTitle: '断面4水质' });
    const receipt = text.slice(text.indexOf('文书名称'));
    expect(receipt).toContain(`"${title}"`);
  });
});

describe('the basis of a talk', () => {
  it("rests on the place's own rule, on the Regulations only where the government designated the office", async () => {
    const rule = '《示例办法（样例）》（示例环委〔2026〕1号）第十五条';
    const governmentAuthority = '市长2026年7月8日批示';
    const plain = await paperOf('talk', { districtRule: rule, governmentAuthority });
    expect(plain).toContain(`依据${rule}，按照市长2026年7月8日批示，经`);
    expect(plain).not.toContain('政府督查工作条例');
    expect(plain).not.toContain('申请复核');
    const designated = await paperOf('talk', { districtRule: rule, designation: '受市政府指定，示府函〔2026〕7号' });
    expect(designated).toContain(
      `依据${rule}，对政府负责同志并依据《政府督查工作条例》第十二条第七项（受市政府指定，示府函〔2026〕7号），经`,
    );
    expect(designated).toContain('向作出结论的人民政府申请复核');
  });
});

describe('a listing', () => {
  const acts = [
    { text: '完成截流', deadline: '2026-05-06', isOverdue: true },
    { text: '完成全部措施', deadline: '2026-06-30', isOverdue: false },
  ];

  it('keeps the days its demands have already, and says that it does not move the deadline', async () => {
    const text = await paperOf('listing', { acts, deadline: '2026-06-30', endDate: '2026-07-06' });
    for (const words of [
      '完成截流，原定时限2026年5月6日已过，立即完成。',
      '完成全部措施，2026年6月30日前完成。',
      '督办期限不改变整改时限（2026年6月30日）。',
    ])
      expect(text).toContain(words);
    expect(await paperOf('listing', { acts: [{ text: '达标', deadline: '2026-07-06' }] })).not.toContain('不改变');
  });

  it('tells of a meeting that decided it only where one is named', async () => {
    expect(await paperOf('listing', { approver: '市长' })).toContain('，经市长批准，决定自');
    expect(await paperOf('listing', { approver: '市长', decisionBody: '市生环委6月5日会议' })).toContain(
      '，经市生环委6月5日会议研究、市长批准，决定自',
    );
  });
});

describe('an order', () => {
  it('says how the work came by its level, and gives the days of the Regulations only under them', async () => {
    const ground = '2026年5月14日、5月21日连续2次调度评为橙色，依规定转为红色';
    const plain = await paperOf('supervision-order', { levelGround: ground, officeName: '办公室', objectionDays: 30 });
    expect(plain).toContain(`。${ground}。截至`);
    expect(plain).toContain('有不同意见的，可以向办公室书面提出');
    expect(
      await paperOf('supervision-order', {
        underSupervisionRegulations: true,
        officeName: '办公室',
        objectionDays: 30,
      }),
    ).toContain('可以自收到本通知之日起30日内向办公室书面提出');
  });
});
