import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Pack } from '#libs/policy/pack.js';
import { loadPack } from '#libs/policy/read-pack.js';
import { indicatorNames, readSourceNumber, sourceNumber } from './source-number.js';

let pack: Pack;
beforeAll(async () => {
  pack = await loadPack(join(process.cwd(), 'packs/default-district'));
});
const figure = (definition: string, parameters: Record<string, string>, revision = 1) => ({
  definition,
  parameters,
  cutoff: '2026-07-09T09:00:00.000Z',
  revision,
});

describe('the number of a source', () => {
  it('says what a figure is about in words of the office, and is read back as it was printed', () => {
    const nameOf = indicatorNames(pack);
    for (const [one, printed, about, period] of [
      [
        figure('ledger.item.lag', { problemNo: 'T-07', period: '2026-07-09 17:00' }),
        'T-07 工作滞后天数 2026-07-09 17:00 第1版',
        'T-07',
        '2026-07-09 17:00',
      ],
      [
        figure('water.section.week.class', { subject: 'DM04', period: '2026-W30' }, 2),
        'DM04 断面周水质类别 2026-W30 第2版',
        'DM04',
        '2026-W30',
      ],
    ] as const) {
      const number = sourceNumber(one, nameOf);
      expect(number).toBe(printed);
      expect(readSourceNumber(` ${number} `)).toEqual({
        about,
        indicator: nameOf(one.definition),
        period,
        revision: one.revision,
      });
    }
  });

  it('tells every indicator of the pack by a name of its own, without a blank', () => {
    const names = pack.indicators.map(({ name }) => name.zh);
    expect(new Set(names).size).toBe(new Set(pack.indicators.map(({ id }) => id)).size);
    expect(names.filter((name) => /\s/.test(name))).toEqual([]);
  });

  it('is none without all its parts', () => {
    for (const text of [
      '',
      'T-07',
      'T-07 工作滞后天数 第1版',
      'T-07 工作滞后天数 2026-W30',
      'indicator/9f723457-6dc8 第1版',
    ])
      expect(readSourceNumber(text)).toBeNull();
  });
});
