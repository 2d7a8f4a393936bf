import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { usePlatformToday } from '../shell/session.js';
import type { Span } from './monitoring-queries.js';

const YEARS_BACK = 5;

/** The year that is looked at; it stands in the address. */
export const useYear = (): { year: number; span: Span; choose: (year: number) => void } => {
  const today = usePlatformToday();
  const [params, setParams] = useSearchParams();
  const current = Number(today.slice(0, 4));
  const asked = Number(params.get('year'));
  const year = Number.isInteger(asked) && asked > 2000 && asked <= current ? asked : current;
  return {
    year,
    span: { from: `${year}-01-01`, to: year === current ? today : `${year}-12-31` },
    choose: (next) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          if (next === current) after.delete('year');
          else after.set('year', String(next));
          return after;
        },
        { replace: true },
      ),
  };
};

/** Years to choose from, the newest first; a year asked for by the address is among them. */
const yearsOf = (current: number, asked: number): readonly number[] =>
  [...new Set([...Array.from({ length: YEARS_BACK + 1 }, (_, n) => current - n), asked])].sort((a, b) => b - a);

export const YearChoice = () => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  const { year, choose } = useYear();
  const current = Number(today.slice(0, 4));
  return (
    <Select
      aria-label={t('monitoring.year')}
      value={year}
      onChange={choose}
      options={yearsOf(current, year).map((value) => ({
        value,
        label: t('monitoring.yearOf', { year: value }),
      }))}
    />
  );
};
