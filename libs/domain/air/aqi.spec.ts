import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayReport, hourReport, printedAqi } from './aqi.js';
import { AQI_CATEGORIES, aqiCategoryOf, aqiLevelOf } from './category.js';
import { editionOfHour } from './edition.js';
import { CN_2012_AMENDED, CN_2026_TRANSITION, NATIONAL_EDITIONS } from './national-editions.js';
import { type Concentrations, type Pollutant, POLLUTANTS } from './pollutant.js';

/** `10/20/0.5/80/40/NA` in the order of POLLUTANTS; NA and - are absent. */
const numbersOf = (text: string): Concentrations =>
  Object.fromEntries(
    text.split('/').flatMap((part, index) => {
      const pollutant = POLLUTANTS[index] as Pollutant;
      return part === 'NA' || part === '-' ? [] : [[pollutant, Number(part)]];
    }),
  );
const pollutantsOf = (text: string): string[] => (text === 'none' ? [] : text.split('+').sort());
const categoryNameOf = (level: keyof typeof AQI_CATEGORIES | null): string =>
  level === null ? 'NA' : AQI_CATEGORIES[level].name;
const [CLEAN, EDITION] = [numbersOf('10/20/0.5/80/40/20'), CN_2026_TRANSITION];

/** Computed vectors: edition, report, concentrations, sub-indices, index, primary pollutants, category. */
const COMPUTED = [
  ['V01', '2026', 'daily', '10/20/0.5/80/40/20', '10/25/13/40/40/29', '40', 'none', '优'],
  ['V02', '2026', 'daily', '10/20/0.5/80/40/35', '10/25/13/40/40/50', '50', 'none', '优'],
  ['V03', '2026', 'daily', '10/20/0.5/80/40/36', '10/25/13/40/40/52', '52', 'PM2.5', '良'],
  ['V04', '2012', 'daily', '10/20/0.5/80/40/36', '10/25/13/40/40/52', '52', 'PM2.5', '良'],
  ['V05', '2026', 'daily', '10/20/0.5/80/40/60', '10/25/13/40/40/100', '100', 'PM2.5', '良'],
  ['V06', '2026', 'daily', '10/20/0.5/80/40/61', '10/25/13/40/40/101', '101', 'PM2.5', '轻度污染'],
  ['V07', '2012', 'daily', '10/20/0.5/80/40/61', '10/25/13/40/40/83', '83', 'PM2.5', '良'],
  ['V08', '2012', 'daily', '10/20/0.5/80/40/75', '10/25/13/40/40/100', '100', 'PM2.5', '良'],
  ['V09', '2026', 'daily', '10/20/0.5/80/40/75', '10/25/13/40/40/114', '114', 'PM2.5', '轻度污染'],
  ['V10', '2026', 'daily', '10/20/0.5/80/120/20', '10/25/13/40/100/29', '100', 'PM10', '良'],
  ['V11', '2026', 'daily', '10/20/0.5/80/121/20', '10/25/13/40/101/29', '101', 'PM10', '轻度污染'],
  ['V12', '2012', 'daily', '10/20/0.5/80/121/20', '10/25/13/40/86/29', '86', 'PM10', '良'],
  ['V13', '2026', 'daily', '10/20/0.5/80/40/60.5', '10/25/13/40/40/100', '100', 'PM2.5', '良'],
  ['V14', '2026', 'daily', '10/20/0.5/80/40/61.5', '10/25/13/40/40/102', '102', 'PM2.5', '轻度污染'],
  ['V15', '2026', 'daily', '10/20/2.05/80/40/20', '10/25/50/40/40/29', '50', 'none', '优'],
  ['V16', '2026', 'daily', '10/20/2.1/80/40/20', '10/25/53/40/40/29', '53', 'CO', '良'],
  ['V17', '2026', 'daily', '10/20/2.2/80/40/20', '10/25/55/40/40/29', '55', 'CO', '良'],
  ['V18', '2026', 'daily', '10/20/0.5/160/40/20', '10/25/13/100/40/29', '100', 'O3', '良'],
  ['V19', '2026', 'daily', '10/20/0.5/161/40/20', '10/25/13/101/40/29', '101', 'O3', '轻度污染'],
  ['V20', '2026', 'daily', '10/20/0.5/801/40/20', '10/25/13/300/40/29', '300', 'O3', '重度污染'],
  ['V21', '2012', 'daily', '10/20/0.5/801/40/20', '10/25/13/-/40/29', '40', 'none', '优'],
  ['V22', '2026', 'daily', '10/20/0.5/160/120/20', '10/25/13/100/100/29', '100', 'O3+PM10', '良'],
  ['V23', '2026', 'daily', '10/20/0.5/80/125/62', '10/25/13/40/102/102', '102', 'PM10+PM2.5', '轻度污染'],
  ['V24', '2026', 'daily', '10/20/0.5/215/250/115', '10/25/13/150/150/150', '150', 'O3+PM10+PM2.5', '轻度污染'],
  ['V25', '2026', 'daily', '10/20/0.5/80/40/500', '10/25/13/40/40/500', '500', 'PM2.5', '严重污染'],
  ['V26', '2026', 'daily', '10/20/0.5/80/1500/612', '10/25/13/40/500/500', '500', 'PM10+PM2.5', '严重污染'],
  ['V27', '2026', 'daily', '10/20/0.5/150/40/NA', '10/25/13/92/40/-', 'NA', 'none', 'NA'],
  ['V28', '2026', 'daily', '10/20/0.5/170/40/NA', '10/25/13/110/40/-', '110', 'O3', '轻度污染'],
  ['V29', '2012', 'daily', '10/20/0.5/150/40/NA', '10/25/13/92/40/-', '92', 'O3', '良'],
  ['V30', '2026', 'daily', '10/281/0.5/80/40/20', '10/201/13/40/40/29', '201', 'NO2', '重度污染'],
  ['V31', '2026', 'daily', '51/20/0.5/80/40/20', '51/25/13/40/40/29', '51', 'SO2', '良'],
  ['V32', '2026', 'hourly', '10/20/0.5/161/40/20', '4/10/5/52/40/29', '52', 'O3', '良'],
  ['V33', '2026', 'hourly', '801/20/0.5/80/40/20', '200/10/5/25/40/29', '200', 'SO2', '中度污染'],
  ['V34', '2012', 'hourly', '801/20/0.5/80/40/20', '-/10/5/25/40/29', '40', 'none', '优'],
  ['V35', '2026', 'hourly', '10/20/0.5/80/40/160', '4/10/5/25/40/210', '210', 'PM2.5', '重度污染'],
  ['V36', '2026', 'hourly', '10/101/0.5/80/40/20', '4/51/5/25/40/29', '51', 'NO2', '良'],
  ['V37', '2026', 'hourly', '10/20/10.1/80/40/20', '4/10/101/25/40/29', '101', 'CO', '轻度污染'],
  ['V38', '2026', 'hourly', '0/0/0/0/0/0', '0/0/0/0/0/0', '0', 'none', '优'],
] as const;

/** Rows as published by the national station feed (hour label, station): rounded up, six 1-hour values. */
const PUBLISHED = [
  ['2016-01-14 00:00', '1001A', '27/85/2.7/4/93/72', 97, 'PM2.5', '良'],
  ['2016-01-14 00:00', '1005A', '20/96/1.1/6/40/35', 50, 'none', '优'],
  ['2016-01-14 00:00', '1014A', '86/110/4.015/3/290/125', 170, 'PM10', '中度污染'],
  ['2016-01-14 00:00', '1084A', '83/37/1.608/2/99/55', 75, 'PM10+PM2.5', '良'],
  ['2016-01-14 00:00', '1110A', '309/38/1.085/19/78/52', 73, 'SO2', '良'],
  ['2016-01-14 00:00', '1487A', '30/54/1.969/24/406/303', 353, 'PM2.5', '严重污染'],
  ['2016-01-14 00:00', '2297A', '7/22/0.146/165/44/31', 57, 'O3', '良'],
  ['2017-07-07 16:00', '1001A', '1/13/0.8/164/45/34', 55, 'O3', '良'],
  ['2017-07-07 16:00', '1002A', '3/6/0.5/160/48/14', 50, 'none', '优'],
  ['2017-07-07 16:00', '1024A', '3/18/1.1/218/67/51', 109, 'O3', '轻度污染'],
  ['2017-07-07 16:00', '3036A', '14/11/1.1/171/71/46', 64, 'PM2.5+O3', '良'],
  ['2017-07-07 16:00', '1302A', '11/74/0.6/116/93/52', 72, 'PM10+PM2.5', '良'],
  ['2017-07-07 16:00', '1839A', '411/6/1.0/16/64/7', 88, 'SO2', '良'],
  ['2017-07-07 16:00', '1947A', '110/129/0.5/133/64/28', 65, 'NO2', '良'],
  ['2017-07-07 16:00', '2200A', '28/37/13.6/132/115/25', 108, 'CO', '轻度污染'],
  ['2018-02-20 07:00', '1002A', '3/8/0.2/83/7/0', 26, 'none', '优'],
  ['2018-02-20 07:00', '1035A', '5/35/3.0/32/206/80', 128, 'PM10', '轻度污染'],
  ['2018-02-20 07:00', '1449A', '10/69/1.2/3/69/43', 60, 'PM10+PM2.5', '良'],
  ['2018-02-20 07:00', '1770A', '154/38/0.7/41/39/26', 51, 'SO2', '良'],
  ['2018-02-20 07:00', '2697A', '2/10/1.2/76/364/31', 220, 'PM10', '重度污染'],
] as const;

describe('computed vectors', () => {
  it.each(COMPUTED)('%s %s %s %s', (_, year, period, input, subIndices, aqi, primary, category) => {
    const edition = year === '2026' ? CN_2026_TRANSITION : CN_2012_AMENDED;
    const report = (period === 'daily' ? dayReport : hourReport)(numbersOf(input), edition);
    expect(report.subIndices).toEqual(numbersOf(subIndices));
    expect(report.aqi).toBe(aqi === 'NA' ? null : Number(aqi));
    expect([...report.primary].sort()).toEqual(pollutantsOf(primary));
    expect(categoryNameOf(report.level)).toBe(category);
    expect(report.state).toBe(aqi === 'NA' ? 'WITHHELD' : 'PUBLISHED');
    expect(report.edition).toBe(edition.id);
  });
});

describe('published rows', () => {
  it.each(PUBLISHED)('%s %s %s', (time, _, input, aqi, primary, category) => {
    const label = new Date(`${time.replace(' ', 'T')}:00+08:00`);
    const report = hourReport(numbersOf(input), editionOfHour(NATIONAL_EDITIONS, label));
    expect(report.aqi).toBe(aqi);
    expect([...report.primary].sort()).toEqual(pollutantsOf(primary));
    expect(categoryNameOf(report.level)).toBe(category);
  });

  it('of the city feed round half up', () => {
    const values = numbersOf('55/68/2.05/20/189/139');
    expect(hourReport(values, CN_2012_AMENDED, { rounding: 'HALF_UP' }).aqi).toBe(184);
    expect(hourReport(values, CN_2012_AMENDED).aqi).toBe(185);
  });
});

describe('HJ 633-2012 columns without a sub-index', () => {
  it('take the maximum hour of ozone in the daily report', () => {
    const values = { ...CLEAN, O3: 801 };
    const report = dayReport(values, CN_2012_AMENDED, { ozoneMaxHour: 900 });
    expect([report.aqi, report.primary, report.level]).toEqual([350, ['O3'], 6]);
    expect(dayReport(values, EDITION, { ozoneMaxHour: 900 }).aqi).toBe(300);
  });

  it('take the larger of both ozone values', () => {
    expect(dayReport({ ...CLEAN, O3: 150 }, CN_2012_AMENDED, { ozoneMaxHour: 210 }).subIndices.O3).toBe(105);
    expect(dayReport({ ...CLEAN, O3: 160 }, CN_2012_AMENDED, { ozoneMaxHour: 165 }).subIndices.O3).toBe(100);
    const { O3: _, ...rest } = CLEAN;
    expect(dayReport(rest, CN_2012_AMENDED, { ozoneMaxHour: 210 })).toMatchObject({ aqi: 105, missing: [] });
  });

  it('take the 24-hour mean of sulphur dioxide in the real-time report', () => {
    const report = hourReport({ ...CLEAN, SO2: 801 }, CN_2012_AMENDED, { running24: { SO2: 300 } });
    expect([report.aqi, report.primary]).toEqual([124, ['SO2']]);
    expect(hourReport({ ...CLEAN, SO2: 801 }, EDITION, { running24: { SO2: 300 } }).aqi).toBe(200);
    expect(hourReport({ ...CLEAN, SO2: 600 }, CN_2012_AMENDED, { running24: { SO2: 2000 } }).subIndices.SO2).toBe(134);
    const { SO2: _, ...rest } = CLEAN;
    expect(hourReport(rest, CN_2012_AMENDED, { running24: { SO2: 300 } }).subIndices.SO2).toBeUndefined();
  });
});

describe('a missing pollutant under HJ 633-2026', () => {
  const { CO: _, ...withoutCo } = { ...CLEAN, 'PM2.5': 50 };

  it('withholds an index up to 100, not one exempt by plan', () => {
    expect(dayReport(withoutCo, EDITION, { exempt: ['CO'] })).toMatchObject({
      state: 'PUBLISHED',
      aqi: 80,
      missing: [],
    });
    const withheld = dayReport(withoutCo, EDITION);
    expect(withheld).toMatchObject({ state: 'WITHHELD', aqi: null, level: null, primary: [], missing: ['CO'] });
    expect([withheld.largestSubIndex, withheld.subIndices['PM2.5']]).toEqual([80, 80]);
  });

  it('turns on 100 against 101, in the hourly report too', () => {
    expect(dayReport({ ...withoutCo, O3: 160 }, EDITION).aqi).toBeNull();
    expect(dayReport({ ...withoutCo, O3: 161 }, EDITION).aqi).toBe(101);
    expect(hourReport({ ...withoutCo, O3: 200 }, EDITION).aqi).toBeNull();
    expect(hourReport({ ...withoutCo, O3: 201 }, EDITION).aqi).toBe(101);
  });

  it('is still missing when another one is exempt', () => {
    expect(dayReport({ O3: 100 }, EDITION, { exempt: ['CO'] }).missing).toEqual(['SO2', 'NO2', 'PM10', 'PM2.5']);
  });

  it('leaves nothing to say without any value', () => {
    for (const edition of NATIONAL_EDITIONS) {
      expect(hourReport({}, edition)).toMatchObject({ state: 'EMPTY', aqi: null, largestSubIndex: null, primary: [] });
    }
  });
});

describe('levels', () => {
  it.each([
    [0, 1, '优', '#00E400'],
    [50, 1, '优', '#00E400'],
    [51, 2, '良', '#FFFF00'],
    [100, 2, '良', '#FFFF00'],
    [101, 3, '轻度污染', '#FF7E00'],
    [150, 3, '轻度污染', '#FF7E00'],
    [151, 4, '中度污染', '#FF0000'],
    [200, 4, '中度污染', '#FF0000'],
    [201, 5, '重度污染', '#99004C'],
    [300, 5, '重度污染', '#99004C'],
    [301, 6, '严重污染', '#7E0023'],
    [500, 6, '严重污染', '#7E0023'],
  ])('%i is level %i', (aqi, level, name, colour) => {
    expect(aqiLevelOf(aqi)).toBe(level);
    const category = aqiCategoryOf(aqi);
    expect(category).toMatchObject({ level, name, colour });
    expect(aqi >= category.from && (category.to === null || aqi <= category.to)).toBe(true);
  });

  it('print from 1 since 2026', () => {
    expect([printedAqi(0, EDITION), printedAqi(0, CN_2012_AMENDED), printedAqi(7, EDITION)]).toEqual([1, 0, 7]);
  });
});

describe('any report', () => {
  const value = (max: number) => fc.option(fc.integer({ min: 0, max }), { nil: undefined });
  const values = fc
    .tuple(value(3000), value(4000), value(160), value(1300), value(700), value(700))
    .map((list) =>
      Object.fromEntries(list.flatMap((units, index) => (units === undefined ? [] : [[POLLUTANTS[index], units]]))),
    ) as fc.Arbitrary<Concentrations>;

  it('has the largest sub-index as index, its pollutants as primary, and a value for nothing missing', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(...NATIONAL_EDITIONS), fc.boolean(), (input, edition, isHour) => {
        const report = (isHour ? hourReport : dayReport)(input, edition);
        const given = Object.values(report.subIndices);
        expect(report.largestSubIndex).toBe(given.length === 0 ? null : Math.max(...given));
        if (report.aqi !== null) expect(report.aqi).toBe(report.largestSubIndex);
        expect((report.aqi === null) === (report.state !== 'PUBLISHED')).toBe(true);
        const shared = POLLUTANTS.filter((pollutant) => report.subIndices[pollutant] === report.aqi);
        expect(report.primary).toEqual(report.aqi !== null && report.aqi > 50 ? shared : []);
        expect(report.missing).toEqual(POLLUTANTS.filter((pollutant) => input[pollutant] === undefined));
      }),
      { seed: 633, numRuns: 500 },
    );
  });

  it('refuses a negative concentration', () => {
    expect(() => hourReport({ ...CLEAN, NO2: -1 }, EDITION)).toThrow(RangeError);
  });
});
