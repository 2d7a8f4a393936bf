/** What numbers of the air say beside their value, as facts of the evidence chain: pure. */
import { z } from 'zod';
import type { IndicatorData } from '#libs/contracts/indicator.js';
import type { Concentrations } from '#libs/domain/air/pollutant.js';
import { FACTOR_OF_POLLUTANT, POLLUTANT_FACTORS } from '#libs/domain/telemetry/factor-codes.js';
import { fact, type Fact } from '#libs/evidence/fact.js';

/** Concentrations, each with its unit. */
export const concentrationFacts = (values: Concentrations): Fact[] =>
  Object.entries(values).flatMap(([pollutant, value]) =>
    fact(pollutant, value, POLLUTANT_FACTORS[FACTOR_OF_POLLUTANT[pollutant as keyof Concentrations]]?.unit),
  );

const DAYS = '天';
const DAY_NUMBERS: readonly string[] = ['air.area.day.aqi', 'air.station.day.aqi'];
const DayDetails = z.object({
  category: z.string().nullable(),
  primary: z.array(z.string()),
  values: z.partialRecord(z.enum(['SO2', 'NO2', 'CO', 'O3', 'PM10', 'PM2.5']), z.number()),
});

/** Days of one pollutant, or of each. */
const Days = z.union([z.int(), z.record(z.string(), z.int())]);
const PeriodDetails = z.object({
  validDays: Days.optional(),
  usedDays: Days.optional(),
  dustDates: z.array(z.string()).optional(),
});

const daysFact = (label: string, days: z.infer<typeof Days> | undefined): Fact[] =>
  typeof days === 'object'
    ? fact(
        label,
        Object.entries(days)
          .map(([pollutant, count]) => `${pollutant} ${count}`)
          .join('、'),
        DAYS,
      )
    : fact(label, days, DAYS);

/**
 * Of a day its category and concentrations; of a longer period its days with a value, those of them that count, and the dust
 * days it leaves out. Empty for other numbers, and for what a number published before did not say.
 */
export const airFacts = ({ definition, details }: Pick<IndicatorData, 'definition' | 'details'>): Fact[] => {
  if (!definition.startsWith('air.')) return [];
  if (DAY_NUMBERS.includes(definition)) {
    const { data } = DayDetails.safeParse(details);
    return data
      ? [
          ...fact('类别', data.category),
          ...fact('首要污染物', data.primary.join('、')),
          ...concentrationFacts(data.values),
        ]
      : [];
  }
  const { data } = PeriodDetails.safeParse(details);
  return [
    ...daysFact('有效天数', data?.validDays),
    ...daysFact('参与计算天数', data?.usedDays),
    ...fact('剔除的沙尘天', data?.dustDates?.join('、')),
  ];
};
