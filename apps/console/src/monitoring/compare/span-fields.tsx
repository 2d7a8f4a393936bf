import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { DateInput } from '../../forms/date-controls.js';
import type { Span } from '../monitoring-queries.js';
import { useAreas } from '../../reference/names.js';
import { usePlatformToday } from '../../shell/session.js';
import { daysBetween, daysLater } from '../../shell/time.js';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOST_DAYS = 366;

/** What stands in the address, and how it is changed. */
export const useAddress = (): { get: (name: string) => string | null; set: (name: string, value: string) => void } => {
  const [params, setParams] = useSearchParams();
  return {
    get: (name) => params.get(name),
    set: (name, value) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          after.set(name, value);
          return after;
        },
        { replace: true },
      ),
  };
};

/** The span looked at: from the first of the year to yesterday unless the address says otherwise. */
export const useSpan = (): Span => {
  const today = usePlatformToday();
  const { get } = useAddress();
  const asked = { from: get('from') ?? '', to: get('to') ?? '' };
  const isFit =
    DATE.test(asked.from) &&
    DATE.test(asked.to) &&
    asked.to >= asked.from &&
    daysBetween(asked.from, asked.to) < MOST_DAYS;
  return isFit ? asked : { from: `${today.slice(0, 4)}-01-01`, to: daysLater(today, -1) };
};

/** Both ends of the span as inputs. */
export const SpanFields = () => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  const { from, to } = useSpan();
  const [, setParams] = useSearchParams();
  const change = (next: Span): void =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        after.set('from', next.from);
        after.set('to', next.to < next.from ? next.from : next.to);
        return after;
      },
      { replace: true },
    );
  return (
    <>
      <DateInput
        aria-label={t('airComparison.from')}
        allowClear={false}
        latest={today}
        value={from}
        onChange={(next) => change({ from: next ?? from, to })}
      />
      <DateInput
        aria-label={t('airComparison.to')}
        allowClear={false}
        latest={today}
        value={to}
        onChange={(next) => change({ from, to: next ?? to })}
      />
    </>
  );
};

/** The county looked at: the first one unless the address says otherwise. */
export const useArea = (): { areaId: string | null; counties: readonly { id: string; name: string }[] } => {
  const areas = useAreas();
  const { get } = useAddress();
  const counties = [...(areas?.values() ?? [])].filter(({ level, retired }) => level === 'county' && !retired);
  const asked = counties.find(({ id }) => id === get('area'));
  return { areaId: (asked ?? counties[0])?.id ?? null, counties };
};

export const AreaChoice = () => {
  const { t } = useTranslation();
  const { areaId, counties } = useArea();
  const { set } = useAddress();
  return (
    <Select
      aria-label={t('airComparison.area')}
      className="area-choice"
      value={areaId}
      onChange={(id) => set('area', id)}
      options={counties.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
};
