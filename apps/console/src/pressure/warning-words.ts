import { useTranslation } from 'react-i18next';
import type { Warning } from './queries.js';
import { pressureZh } from './texts.js';

type Counted = keyof typeof pressureZh.counts;

/** What the rule counted, in the unit of its class; the bare number where the console knows no unit. */
export const useCountText = (): ((warning: Pick<Warning, 'ruleClass' | 'count'>) => string) => {
  const { t } = useTranslation();
  return ({ ruleClass, count }) =>
    ruleClass in pressureZh.counts ? t(`pressure.counts.${ruleClass as Counted}`, { n: count }) : String(count);
};
