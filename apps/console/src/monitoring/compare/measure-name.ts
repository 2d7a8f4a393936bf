import { useTranslation } from 'react-i18next';

type NamedMeasure = 'good-day-percent' | 'composite-index' | 'compliance-rate' | 'good-share' | 'inferior-share';
/** The words of a measure; pollutants are called by their formulas. */
export const useMeasureName = () => {
  const { t, i18n } = useTranslation();
  return (measure: string): string =>
    i18n.exists(`airComparison.averageMeasures.${measure}`)
      ? t(`airComparison.averageMeasures.${measure as NamedMeasure}`)
      : measure;
};
