import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { keepReference } from '#libs/messaging/reference.js';
import { inForce } from '#libs/policy/item.js';
import { makeAssessment } from '../src/assessment/make-assessment.js';
import { indicatorNames, sourceNumber } from '../src/paper/source-number.js';
import type { BulletinPaper } from '../src/bulletin/compose-bulletin.js';
import { sourceEvidence } from '../src/evidence/source-evidence.js';
import { keepSilence } from '../src/rule/silence.store.js';
import { templateOf } from '../src/template-file.js';
import { AREA_IDS, monthPeriod, number, shanghai, weekPeriod } from './accountability-service.js';
import {
  bulletinOf,
  indices,
  instant,
  JUNE,
  keep,
  keepAct,
  keepSheet,
  MAY,
  ofArea,
  openStation,
  type PaperCity,
  paperCity,
  printed,
  rates,
  SHORT,
  textOf,
} from './paper-city.js';

const DUE_OPEN = [{ problemNo: 'T-04', title: '示范河段清淤', leadUnitId: 'area-c', dueOn: '2026-06-30' }];
const ofList = (month: string) => {
  const { start, end } = monthPeriod(month);
  const details = { listName: '督察反馈问题整改清单', listShortName: '督察反馈', reopened: 0 };
  const counts = { base: 16, due: 9, completed: 7, dueCompleted: 7, closed: 3 };
  return ['completion-rate', 'due-completion-rate', 'closure-rate'].map((rate) =>
    number(
      `ledger.list.${rate}`,
      { kind: 'list', id: 'inspection-feedback-2026' },
      { kind: 'cutoff', label: '2026-06-30', start, end },
      '43.8',
      { unit: '%', details: { ...details, ...counts }, dataState: 'reviewed' },
    ),
  );
};
const ofFunds = (month: string) => {
  const { start, end } = monthPeriod(month);
  const period = { kind: 'cutoff' as const, label: '2026-06-30', start, end };
  const more = { numerator: '3', denominator: '6', details: { linePercent: '30' } };
  return ['execution-rate', 'reached-line', 'not-started'].map((one) =>
    number(`funding.total.${one}`, { kind: 'network', id: 'funding' }, period, '3', more),
  );
};
/** Items beyond class 3 as they are published; a week of class 4 was published without. */
const BEYOND: Readonly<Record<string, object>> = {
  '5': { details: { exceeding: ['氨氮(0.6)'], means: { nh3n: '1.60' } } },
  '6': { details: { exceeding: ['高锰酸盐指数(1.7)', '溶解氧'], means: { codmn: '16.2', do: '1.9' } } },
};
/** A week of two sections whose target is class 3. */
const ofWeek = (label: string, monday: string, classes: readonly string[]) => {
  const week = weekPeriod(label, monday);
  const reviewed = { dataState: 'reviewed' as const };
  const good = String(classes.filter((one) => Number(one) <= 3).length);
  return [
    number('water.network.week.good-sections', { kind: 'network', id: 'water' }, week, good, {
      ...reviewed,
      unit: '个',
    }),
    ...classes.map((one, at) =>
      number('water.section.week.class', { kind: 'section', id: `DM0${at + 1}` }, week, one, {
        ...reviewed,
        ...BEYOND[one],
      }),
    ),
  ];
};

jest.setTimeout(120_000);
let city: PaperCity;
beforeAll(async () => {
  city = await paperCity();
}, 120_000);
afterAll(() => city?.stop());

describe('the bulletin of May', () => {
  let text: string;
  beforeAll(async () => {
    text = await city.within(async (tx) => {
      await keep(
        tx,
        'monitoring',
        indices('2026-05', MAY, (at) =>
          at === 5 ? { details: { provisional: true, uncertainStations: ['ST17'], couldBe: ['3.00'] } } : {},
        ),
      );
      return printed(city.pack, await bulletinOf(tx, city.pack, '2026-05', '2026-06-03 09:00'));
    });
  });

  it('says which station the provisional place waits for, and what it would be without it', () => {
    expect(text).toContain('暂定，站点17是否为评价点位尚无文件认定，不计入时为3.00');
  });

  it('names no sheet where none has been drawn up, and no papers where none went out', () => {
    expect(text).toContain('截止前尚无周调度，不列滞后任务');
    expect(text).toContain('各责任单位按计划推进整改，按周报送进展');
    expect(text).toContain('本期未印发约谈、挂牌督办、督办和预警文书');
  });
});

describe('the bulletin of June', () => {
  let text: string;
  let paper: BulletinPaper;
  const figure = (id: string) => paper.figures.find((one) => one.id === id);
  beforeAll(async () => {
    paper = await city.within(async (tx) => {
      await keepReference(tx, MonitoredSubjectState, [openStation(2, { status: 'yes', basis: '示例环监〔2026〕6号' })]);
      const settled = { revision: 2, details: { provisional: false }, dataState: 'reviewed' };
      await keep(
        tx,
        'monitoring',
        indices('2026-05', MAY, () => ({ ...settled, at: shanghai('2026-06-08 09:05') })),
      );
      const at = instant('2026-06-08 09:05');
      await makeAssessment(tx, city.pack, city.pack.assessments[0]!, '2026-05', [], at, at);
      await keep(tx, 'monitoring', indices('2026-06', JUNE));
      await keep(tx, 'ledger', rates('2026-06', 18, 14, { dueOpenRecords: DUE_OPEN }));
      await keep(tx, 'ledger', ofList('2026-06'));
      await keep(tx, 'funding', ofFunds('2026-06'));
      await keepSheet(tx, city.pack, 9, '2026-06-25');
      await keepAct(tx, city.pack, 'listing', '污水溢流问题整改', '2026-06-05', '示例环委挂〔2026〕1号', '2026-06-04');
      await keepAct(tx, city.pack, 'talk', '七月的约谈', '2026-07-10', '示例环委约〔2026〕1号');
      await keepAct(tx, city.pack, 'warning-yellow', '没有印发的提示', '2026-06-20', null);
      await keepAct(tx, city.pack, 'delisting', '解除', '2026-06-20', '示例环委挂〔2026〕2号');
      return bulletinOf(tx, city.pack, '2026-06', '2026-07-03 09:00');
    });
    text = await printed(city.pack, paper);
  });

  it('counts what is due and not completed at its own cut-off, and gives what lags the cut-off of its sheet', () => {
    expect(figure('all-dueOpen')).toMatchObject({ label: '全部清单到期未完成任务数', value: '4' });
    expect(figure('all-dueOpen')?.cutoff).toBe(shanghai('2026-07-01'));
    expect(text).toContain('到期未完成4项');
    expect(figure('lagging')).toMatchObject({ label: '滞后任务数（第9期周调度）', value: '1' });
    expect(figure('lagging')?.cutoff).toBe(shanghai('2026-06-25 17:00'));
    expect(text).toContain('第9期（截至2026年6月25日17:00）在表滞后1项');
  });

  it('names whom it is for, and each task that is due and not completed, under the number letters have for it', () => {
    expect(paper.values['addressees']).toBe('各区人民政府，市生环委各成员单位');
    expect(text).toContain('到期未完成4项（见附件2）');
    expect(text).toContain('T-04示范河段清淤丙区2026年6月30日');
    expect(text).toContain('T-07污水溢流（督察反馈-07）丁区');
    expect(text).toContain('各责任单位对照附件2所列滞后任务和到期未完成任务逐项整改');
    expect(text).not.toContain('反弹');
  });

  it('gives each number a source in words of the office, under which it is found', async () => {
    const nameOf = indicatorNames(city.pack);
    const wanted = paper.figures.filter(({ value }) => value !== '无数据');
    const numbers = new Set(wanted.map((one) => sourceNumber(one, nameOf)));
    for (const one of [
      '全部清单 任务完成率 2026-06-30 第1版',
      '督察反馈 任务完成率 2026-06-30 第1版',
      '资金 总资金执行率 2026-06-30 第1版',
    ])
      expect([...numbers]).toContain(one);
    expect([...numbers].filter((one) => /[a-z]{2}|Z /.test(one))).toEqual([]);
    await city.within(async (tx) => {
      for (const one of numbers)
        expect([one, (await sourceEvidence(tx, city.pack, one, null))?.answer.record.kind]).toEqual([
          one,
          one.startsWith('周调度') ? 'dispatch' : 'indicator',
        ]);
    });
  });

  it('prints progress under the names of the weekly sheet, with one decimal and never onto 100', async () => {
    const words = JSON.stringify(await templateOf(city.pack, 'bulletin'));
    const columns = inForce(city.pack.dispatches, '2026-06-25')[0]!.columns.map(({ name }) => name.zh);
    for (const word of ['计划进度', '填报进度', '核实进度']) {
      expect(words).toContain(`"${word}"`);
      expect(columns).toContain(`${word}（%）`);
    }
    expect(words).not.toContain('实际进度');
    expect(text).toContain('33.3%99.9%0.0%');
    expect(text).not.toContain('33.33333');
  });

  it('tells a change of place only among the areas ranked in both months, and who is not ranked and why', () => {
    expect(paper.values['ranking']).toMatchObject([
      { unit: '丙区', change: '持平' },
      { unit: '戊区', change: '下降1位' },
      { unit: '丁区', change: '持平' },
      { unit: '乙区', change: '持平' },
      { unit: '己区', change: '持平' },
    ]);
    expect(text).toContain(`甲区（${SHORT}）`);
  });

  it('tells what became of the provisional place of the month before, and by which paper', () => {
    expect(text).toContain('上期暂定名次已确定：己区列第6位，站点17为评价点位（示例环监〔2026〕6号）。');
  });

  it('lists the papers issued in the month with the date they bear: none of another month, no draft, none that lifts', () => {
    expect(paper.values['criticism']).toBe(
      '挂牌督办通知1件：丁区（《关于污水溢流问题整改的通知》，示例环委挂〔2026〕1号，2026年6月4日）',
    );
    expect(paper.basis.references.filter(({ kind }) => kind === 'act')).toHaveLength(1);
  });
});

describe('the bulletin of July', () => {
  it('says the last hour there was data of, and a state for each section of its own', async () => {
    const { paper, text } = await city.within(async (tx) => {
      const months = AREA_IDS.flatMap((_id, at) => [
        ofArea('composite-index', '2026-07', at, null, { invalidReason: SHORT }),
        ofArea('valid-days', '2026-07', at, '24', { unit: '天' }),
      ]);
      const weeks = [
        ofWeek('2026-W26', '2026-06-22', ['3', '3']),
        ofWeek('2026-W29', '2026-07-13', ['6', '5']),
        ofWeek('2026-W30', '2026-07-20', ['4', '3']),
        ofWeek('2026-W31', '2026-07-27', ['3', '3']),
      ];
      const rates26 = ofArea('good-day-rate', '2026-07', 0, '90.5', { unit: '%', edition: 'cn-2026-transition' });
      const ozone = ofArea('o3-p90', '2026-07', 0, '185', { edition: 'cn-2026-transition' });
      await keep(tx, 'monitoring', [...months, rates26, ozone, ...weeks.flat()]);
      const reopenedRecords = [
        { problemNo: 'T-19', title: '露天喷涂整治', leadUnitId: 'area-f', reopenedOn: '2026-07-31' },
      ];
      await keep(tx, 'ledger', rates('2026-07', 30, 25, { reopenedRecords }));
      for (const id of ['ST01', 'ST02', 'ST03', 'ST04', 'ST05', 'ST06', 'ST17'])
        await keepSilence(tx, {
          ...{ network: 'air', subject: { kind: 'station', id }, subjectsInNetwork: 7, endedAt: null },
          neverHeard: false,
          lastSeenAt: instant(id === 'ST01' ? '2026-07-24 18:00' : '2026-07-24 19:00'),
          silentSince: instant('2026-07-25 19:00'),
        });
      const july = await bulletinOf(tx, city.pack, '2026-07', '2026-08-05 09:00');
      return { paper: july, text: await printed(city.pack, july) };
    });
    expect(text).toContain('以上为实时数据，数据实际截至2026年7月24日19:00，此后各站点无小时数据。');
    expect(text).toContain('以上为审核数据，截至2026年7月27日0:00。');
    expect(text).toContain('以上为核实数据，截至2026年8月1日0:00。');
    expect(paper.values).toMatchObject({ airState: 'realtime', waterState: 'reviewed', ledgerState: 'confirmed' });
    // No money was told of: no state is claimed for it.
    expect(paper.values['fundsState']).toBeNull();
    const air = paper.figures.filter(({ id }) => id.startsWith('air-'));
    expect(new Set(air.map(({ cutoff }) => cutoff))).toEqual(new Set([shanghai('2026-07-24 19:00')]));
    expect(text).toContain('到期未完成5项');
    expect(text).toContain(
      '反弹后尚未重新完成1项，自反弹之日起不计入完成和销号：T-19露天喷涂整治（己区，2026年7月31日反弹）。',
    );
    // Every week that ended in the month, none that ended before or after it.
    expect(textOf(paper.values['waterText'])).toBe(
      '2026年第29周（2026年7月13日至19日）评价断面2个，达到或优于Ⅲ类0个，超过目标类别的断面：断面1（劣Ⅴ类），高锰酸盐指数均值16.2mg/L、超标1.7倍，溶解氧均值1.9mg/L；断面2（Ⅴ类），氨氮均值1.60mg/L、超标0.6倍。' +
        '2026年第30周（2026年7月20日至26日）评价断面2个，达到或优于Ⅲ类1个，超过目标类别的断面：断面1（Ⅳ类）',
    );
    expect(paper.figures.filter(({ id }) => id.startsWith('section-DM01-2026-W29'))).toMatchObject([
      { value: '劣Ⅴ', unit: '类' },
      { label: '断面1第29周高锰酸盐指数均值', value: '16.2', unit: 'mg/L', state: 'reviewed' },
      { label: '断面1第29周高锰酸盐指数超标倍数', value: '1.7', unit: '倍' },
      { label: '断面1第29周溶解氧均值', value: '1.9', unit: 'mg/L' },
    ]);
    expect(text).toContain('O3日最大8小时平均第90百分位数185');
    expect(text).toContain(
      '优良天数按HJ 633-2026评价，浓度按HJ 663-2026统计，其中有效性和数值修约沿用HJ 663-2013的规定。',
    );
    // No index is printed: nothing is said of its standard.
    expect(text).not.toContain('综合指数按');
  });

  it('names a single silent station and keeps the cut-off for the rest', async () => {
    const text = await city.within(async (tx) => {
      for (const id of ['ST01', 'ST02', 'ST03', 'ST04', 'ST05', 'ST06'])
        await keepSilence(tx, {
          ...{ network: 'air', subject: { kind: 'station', id }, subjectsInNetwork: 7 },
          neverHeard: false,
          lastSeenAt: instant('2026-07-24 19:00'),
          silentSince: instant('2026-07-25 19:00'),
          endedAt: instant('2026-07-26 08:00'),
        });
      return printed(city.pack, await bulletinOf(tx, city.pack, '2026-07', '2026-08-05 09:00'));
    });
    expect(text).toContain('截至2026年8月1日0:00，其中站点17自2026年7月24日19:00后无数据。');
  });
});
