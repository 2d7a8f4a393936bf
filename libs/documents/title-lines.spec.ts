import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emsOf } from './chinese-writing.js';
import { titleLines } from './title-lines.js';

describe('titles', () => {
  it('keeps a short title on one line', () => {
    expect(titleLines('关于做好秋季调度的通知', 19)).toEqual(['关于做好秋季调度的通知']);
  });
  it('keeps the lines a title brings along', () => {
    expect(titleLines('关于某事\n的通知', 19)).toEqual(['关于某事', '的通知']);
  });
  it.each([
    ['关于2026年6月污染防治攻坚战工作情况的通报', ['关于2026年6月污染防治攻坚战', '工作情况的通报']],
    ['关于入河排污口整治任务滞后问题的约谈通知书', ['关于入河排污口整治', '任务滞后问题的约谈通知书']],
  ])('breaks %s between words', (title, lines) => {
    expect(titleLines(title, 19)).toEqual(lines);
  });
  it.each([
    '关于对污水主干管错接导致雨天溢流入河问题整改实行挂牌督办的通知',
    '关于污水主干管错接导致雨天溢流入河问题整改滞后的约谈通知书',
    '关于解除污水主干管错接导致雨天溢流入河问题整改滞后约谈的通知',
  ])('keeps the terms of the field whole in %s', (title) => {
    const lines = titleLines(title, 19);
    expect(lines.length).toBeGreaterThan(1);
    for (const term of ['主干管', '错接', '溢流']) expect(lines.some((line) => line.includes(term))).toBe(true);
  });
  it('breaks inside a name in 《》 only when it fits on no line', () => {
    const short = titleLines('关于转发《调度办法》并做好下半年排查整治有关工作的通知', 19);
    expect(short.some((line) => line.includes('《调度办法》'))).toBe(true);
    const long = titleLines('关于转发《示例市生态环境保护委员会污染防治攻坚战调度办法》的通知', 19);
    expect(long.length).toBeGreaterThan(1);
    expect(long.every((line) => emsOf(line) <= 19)).toBe(true);
  });
  it('loses no character, never begins a line with 的 or a closing mark', () => {
    const piece = fc.constantFrom(
      '关于',
      '整改',
      '（试行）',
      '的',
      '通知',
      '《办法》',
      '2026年',
      '排污口',
      '、',
      '任务',
      '滞后',
      'T-07',
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 24 }), (pieces) => {
        const title = pieces.join('');
        const lines = titleLines(title, 19);
        expect(lines.join('')).toBe(title);
        for (const line of lines.slice(1)) expect(line).not.toMatch(/^[的、）》]/);
      }),
      { seed: 22, numRuns: 300 },
    );
  });
});
