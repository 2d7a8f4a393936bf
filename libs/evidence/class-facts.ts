/** What classes of sections rest on, in words. */
import { z } from 'zod';
import type { IndicatorData } from '#libs/contracts/indicator.js';
import { WATER_CLASS_LOOKS, type WaterClass } from '#libs/domain/water/edition.js';
import { fact, type Fact } from './fact.js';
import { itemFacts, itemName, itemUnit } from './item-facts.js';

const CLASS = /^water\..+\.class$/;

/** The class a number stands for: 6 is 劣Ⅴ, which GB 3838 has no number for; null for what is no class. */
const numeralOf = (value: unknown): string | null =>
  /^[1-6]$/.test(String(value)) ? WATER_CLASS_LOOKS[Number(value) as WaterClass].numeral : null;

/** Value of a number and its unit as people write it. */
export const writtenValue = ({
  definition,
  value,
  unit,
}: Pick<IndicatorData, 'definition' | 'value' | 'unit'>): string | null =>
  (CLASS.test(definition) && unit === '类' ? numeralOf(value) : null) ?? value;

const ClassDetails = z.object({
  target: z.number().nullish(),
  means: z.record(z.string(), z.string()).default({}),
  exceeding: z.array(z.string()).default([]),
  held: z.array(z.object({ item: z.string(), value: z.string(), count: z.number(), state: z.string() })).default([]),
});

/** Of a class of a section its target, its means, and the values it left out when it was made. Empty for other numbers. */
export const classFacts = ({ definition, details }: Pick<IndicatorData, 'definition' | 'details'>): Fact[] => {
  const { data } = ClassDetails.safeParse(CLASS.test(definition) ? details : {});
  if (!data || !CLASS.test(definition)) return [];
  const target = numeralOf(data.target);
  return [
    ...fact('目标类别', target && `${target}类`),
    ...itemFacts(data.means).map(({ label, ...rest }) => ({ label: `${label}均值`, ...rest })),
    ...fact('超标项目', data.exceeding.join('、')),
    // What was let go after a check counted like any other value.
    ...data.held.flatMap(({ item, value, count, state }) =>
      state === 'released'
        ? []
        : fact(
            state === 'excluded' ? '剔除的数据' : '暂扣的数据',
            `${itemName(item)} ${value}${itemUnit(item) ?? ''}，${count}个`,
          ),
    ),
  ];
};
