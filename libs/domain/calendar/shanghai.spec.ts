import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  addMonths,
  cutoffLabel,
  dateOfEpochDay,
  datesOf,
  dayOfWeek,
  daysBetween,
  epochDay,
  hourLabelInstant,
  hourOfNaturalDay,
  isoWeekOf,
  monthOf,
  monthSpan,
  monthsOf,
  naturalDayOf,
  quarterOf,
  shanghaiDate,
  shanghaiInstant,
  spanInstants,
  startOfDay,
  yearSpan,
} from './shanghai.js';

const SEED = { seed: 20260501 };
const anyDay = fc.integer({ min: epochDay('1992-01-01'), max: epochDay('2099-12-31') });
const anyInstant = anyDay.chain((day) =>
  fc.integer({ min: 0, max: 86_399_999 }).map((ms) => new Date(day * 86_400_000 + ms)),
);

describe('civil dates', () => {
  it('agree with the time zone database for instants since 1992', () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO('Asia/Shanghai');
        expect(shanghaiDate(instant)).toBe(zoned.toPlainDate().toString());
        expect(startOfDay(shanghaiDate(instant)).getTime()).toBe(zoned.startOfDay().epochMilliseconds);
      }),
      SEED,
    );
  });

  it('turn over at 16:00 UTC', () => {
    expect(shanghaiDate(new Date('2026-05-01T15:59:59.999Z'))).toBe('2026-05-01');
    expect(shanghaiDate(new Date('2026-05-01T16:00:00.000Z'))).toBe('2026-05-02');
    expect(startOfDay('2026-05-02').toISOString()).toBe('2026-05-01T16:00:00.000Z');
    expect(shanghaiInstant('2026-05-07', 17).toISOString()).toBe('2026-05-07T09:00:00.000Z');
    expect(shanghaiInstant('2026-05-07', 8, 30).toISOString()).toBe('2026-05-07T00:30:00.000Z');
  });

  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-4-1',
    '20260401',
    '',
    '1899-12-31',
    '0050-01-01',
  ])('refuse %p', (text) => {
    expect(() => epochDay(text)).toThrow(RangeError);
  });

  it('refuse an instant that is none', () => {
    expect(() => shanghaiDate(new Date(Number.NaN))).toThrow(RangeError);
  });

  it('count days both ways', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -4000, max: 4000 }), (day, days) => {
        const date = dateOfEpochDay(day);
        expect(epochDay(date)).toBe(day);
        expect(daysBetween(date, addDays(date, days))).toBe(days);
        expect(addDays(date, 1) > date).toBe(true);
      }),
      SEED,
    );
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  });
});

describe('hour labels', () => {
  it('are the end of the hour: 24:00 is 00:00 of the next day and belongs to the earlier one', () => {
    const midnight = hourLabelInstant('2026-02-28', 24);
    expect(midnight).toEqual(startOfDay('2026-03-01'));
    expect(naturalDayOf(midnight)).toBe('2026-02-28');
    expect(cutoffLabel(midnight)).toBe('2026-02-28');
    expect(cutoffLabel(new Date('2026-07-09T09:00:00Z'))).toBe('2026-07-09 17:00');
    expect(hourOfNaturalDay(midnight)).toBe(24);
    expect(naturalDayOf(hourLabelInstant('2026-03-01', 1))).toBe('2026-03-01');
    expect(hourOfNaturalDay(hourLabelInstant('2026-03-01', 1))).toBe(1);
  });

  it('name every hour of a day once', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const date = dateOfEpochDay(day);
        const hours = Array.from({ length: 24 }, (_, index) => index + 1);
        const labels = hours.map((hour) => hourLabelInstant(date, hour));
        expect(labels.map(hourOfNaturalDay)).toEqual(hours);
        expect(new Set(labels.map(naturalDayOf))).toEqual(new Set([date]));
      }),
      SEED,
    );
  });

  it.each([0, 25, 1.5])('refuse hour %p', (hour) => {
    expect(() => hourLabelInstant('2026-05-01', hour)).toThrow(RangeError);
  });

  it('refuse an instant off the hour', () => {
    expect(() => hourOfNaturalDay(shanghaiInstant('2026-05-01', 9, 30))).toThrow(RangeError);
  });
});

describe('periods', () => {
  it.each([
    ['2026-07-20', '2026-W30', '2026-07-20', '2026-07-26'],
    ['2026-07-19', '2026-W29', '2026-07-13', '2026-07-19'],
    ['2027-01-01', '2026-W53', '2026-12-28', '2027-01-03'],
    ['2024-12-31', '2025-W01', '2024-12-30', '2025-01-05'],
  ])('puts %s into week %s', (date, label, from, to) => {
    expect(isoWeekOf(date)).toEqual({ label, from, to });
  });

  it('have ISO weeks and weekdays', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const date = dateOfEpochDay(day);
        const plain = Temporal.PlainDate.from(date);
        expect(dayOfWeek(date)).toBe(plain.dayOfWeek);
        const week = isoWeekOf(date);
        expect(week.label).toBe(`${plain.yearOfWeek}-W${String(plain.weekOfYear).padStart(2, '0')}`);
        expect([dayOfWeek(week.from), dayOfWeek(week.to)]).toEqual([1, 7]);
        expect(datesOf(week)).toContain(date);
      }),
      SEED,
    );
  });

  it('have months, quarters and years', () => {
    expect(monthSpan('2026-02')).toEqual({ label: '2026-02', from: '2026-02-01', to: '2026-02-28' });
    expect(monthSpan('2028-02').to).toBe('2028-02-29');
    expect(monthSpan('2026-12').to).toBe('2026-12-31');
    expect(monthOf('2026-07-31')).toBe('2026-07');
    expect(addMonths('2026-01', -1)).toBe('2025-12');
    expect(addMonths('2026-11', 14)).toBe('2028-01');
    expect(quarterOf('2026-05-31')).toEqual({ label: '2026-Q2', from: '2026-04-01', to: '2026-06-30' });
    expect(quarterOf('2026-12-31')).toEqual({ label: '2026-Q4', from: '2026-10-01', to: '2026-12-31' });
    expect(yearSpan(2026)).toEqual({ label: '2026', from: '2026-01-01', to: '2026-12-31' });
    for (const text of ['2026-13', '2026-00', '2026-1', '2026']) {
      expect(() => monthSpan(text)).toThrow(RangeError);
      expect(() => addMonths(text, 1)).toThrow(RangeError);
    }
  });

  it('can be walked and turned into instants', () => {
    expect(datesOf({ from: '2026-04-30', to: '2026-05-02' })).toEqual(['2026-04-30', '2026-05-01', '2026-05-02']);
    expect(datesOf({ from: '2026-05-02', to: '2026-05-01' })).toEqual([]);
    expect(monthsOf({ from: '2025-12-31', to: '2026-02-01' })).toEqual(['2025-12', '2026-01', '2026-02']);
    const { start, end } = spanInstants(monthSpan('2026-05'));
    expect([start.toISOString(), end.toISOString()]).toEqual(['2026-04-30T16:00:00.000Z', '2026-05-31T16:00:00.000Z']);
  });
});
