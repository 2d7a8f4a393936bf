import { useTranslation } from 'react-i18next';
import type { DataState } from '#libs/domain/telemetry/data-state.js';
import { WATER_CLASS_LOOKS } from '#libs/domain/water/edition.js';
import { isWaterClass, WaterClassMark } from '../../marks/water-class.js';
import { comma } from '../../texts/joined.js';
import { itemText, termText } from '../../reference/terms.js';

/** A class, or why there is none. */
export const ClassOrState = ({
  waterClass,
  state,
  isBeyond = false,
  reason,
}: {
  readonly waterClass: number | null;
  readonly state: 'evaluated' | 'missing' | 'dry' | 'notMonitored';
  readonly isBeyond?: boolean;
  readonly reason?: string | undefined;
}) => {
  const { t } = useTranslation();
  return waterClass !== null && isWaterClass(waterClass) ? (
    <WaterClassMark waterClass={waterClass} isBeyond={isBeyond} />
  ) : (
    <span className="aside" title={reason}>
      {t(`water.months.states.${state}`)}
    </span>
  );
};

export const numeralOf = (waterClass: number | null | undefined): string =>
  waterClass !== null && waterClass !== undefined && isWaterClass(waterClass)
    ? termText(WATER_CLASS_LOOKS[waterClass].numeral)
    : '–';

export const percentText = (rate: string | null): string => (rate === null ? '–' : `${rate}%`);

/** 氨氮(1.3)、溶解氧 */
export const exceedingText = (items: readonly { readonly name: string; readonly multiple: string | null }[]): string =>
  items.map(({ name, multiple }) => itemText(multiple === null ? name : `${name}(${multiple})`)).join(comma());

const CLASSES = ['1', '2', '3', '4', '5', '6'] as const;

/** Sections by class as one bar, the best at the left. */
export const ClassShares = ({ counts }: { readonly counts: Readonly<Record<string, number>> }) => {
  const present = CLASSES.filter((one) => (counts[one] ?? 0) > 0);
  const said = present.map((one) => `${numeralOf(Number(one))} ${counts[one]}`).join(comma());
  return (
    <span className="class-shares" role="img" aria-label={said} title={said}>
      {present.map((one) => (
        <i
          key={one}
          style={{
            flexGrow: counts[one],
            background: WATER_CLASS_LOOKS[Number(one) as 1].screenColour,
            color: one === '6' ? '#fff' : '#1d2424',
          }}
        >
          {counts[one]}
        </i>
      ))}
    </span>
  );
};

/** Which months were counted of a span, from which day on, how far they were looked at, and whether that is final. */
export const useCountedText = () => {
  const { t } = useTranslation();
  return (span: {
    readonly finality: 'provisional' | 'final';
    readonly counted: {
      readonly months: readonly string[];
      readonly firstDay: string | null;
      readonly dataState: string | null;
    };
  }): string => {
    const { months, firstDay, dataState } = span.counted;
    if (months.length === 0) return t('water.waters.countedNone');
    return [
      t('water.waters.counted', { months: months.join(comma()) }),
      ...(firstDay === null ? [] : [t('water.waters.countedFrom', { day: firstDay })]),
      ...(dataState === null ? [] : [t(`dataState.${dataState as DataState}`)]),
      t(`water.waters.finality.${span.finality}`),
    ].join(' · ');
  };
};
