import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { itemInForce } from '#libs/policy/item.js';
import { loadPack, type Pack } from '#libs/policy/pack.js';
import { templateOf } from '../template-file.js';
import { filledPaper } from './paper-content.js';

let pack: Pack;
beforeAll(async () => {
  pack = await loadPack(join(process.cwd(), 'packs/default-district'));
});
const paperOf = async (kind: string, values: Record<string, string | number | boolean>): Promise<string> => {
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
  it("rests on the place's own rule, and on the Regulations only with the authority they ask for", async () => {
    const rule = '《示例办法（样例）》（示例环委〔2026〕1号）第十五条';
    const plain = await paperOf('talk', { districtRule: rule, underSupervisionRegulations: false });
    expect(plain).toContain(`依据${rule}，经`);
    expect(plain).not.toContain('政府督查工作条例');
    const instructed = await paperOf('talk', {
      districtRule: rule,
      underSupervisionRegulations: true,
      governmentAuthority: '市长2026年7月8日批示',
    });
    expect(instructed).toContain(`依据${rule}和《政府督查工作条例》第十二条第七项，按照市长2026年7月8日批示，经`);
  });
});
