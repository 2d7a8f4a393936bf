import { useTranslation } from 'react-i18next';
import { minuteText } from '../shell/time.js';

/** A civil date as running text has it: `7月13日`, `13 July`. */
export const useDayWords = (): ((date: string) => string) => {
  const { i18n } = useTranslation();
  const writer = new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: 'UTC',
    month: 'long',
    day: 'numeric',
  });
  return (date) => writer.format(new Date(`${date}T00:00:00Z`));
};

export type DataState = 'realtime' | 'preliminary' | 'reviewed';

const SIGNS: Readonly<Record<DataState, string>> = { realtime: '○', preliminary: '◐', reviewed: '●' };

/** How firm data are: a sign that fills up, and the word. */
export const DataStateMark = ({ state }: { readonly state: DataState }) => {
  const { t } = useTranslation();
  return (
    <span className="data-state">
      <span aria-hidden>{SIGNS[state]}</span> {t(`dataState.${state}`)}
    </span>
  );
};

/** Until when a number counts, and how firm it is. */
export const Cutoff = ({ at, state }: { readonly at: string; readonly state?: DataState | null }) => {
  const { t } = useTranslation();
  return (
    <span className="aside">
      {t('time.cutoff', { at: minuteText(at) })} {state ? <DataStateMark state={state} /> : null}
    </span>
  );
};
