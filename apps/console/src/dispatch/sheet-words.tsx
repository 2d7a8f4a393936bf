import { useTranslation } from 'react-i18next';
import { minuteText } from '../shell/time.js';
import { dispatchZh } from './texts.js';
import type { Row, Sheet } from './queries.js';

const SIGNS: Readonly<Record<Sheet['state'], string>> = { waiting: '○', drawn: '◐', issued: '●' };

export const SheetState = ({ state }: { readonly state: Sheet['state'] }) => {
  const { t } = useTranslation();
  return (
    <span className="level">
      <span aria-hidden>{SIGNS[state]}</span> {t(`dispatch.states.${state}`)}
    </span>
  );
};

type Source = keyof typeof dispatchZh.sources;
type Because = keyof typeof dispatchZh.because;

/** What sources and reasons are called; the code where the console has no word. */
export const useSheetWords = () => {
  const { t } = useTranslation();
  return {
    source: (id: string): string => (id in dispatchZh.sources ? t(`dispatch.sources.${id as Source}`) : id),
    because: (codes: readonly string[]): string =>
      codes.length === 0
        ? t('dispatch.because.stays')
        : codes
            .map((code) => (code in dispatchZh.because ? t(`dispatch.because.${code as Because}`) : code))
            .join('、'),
  };
};

/** Whether a row has been answered; red only when its time is over. */
export const ReplyMark = ({ row }: { readonly row: Row }) => {
  const { t } = useTranslation();
  if (row.reply)
    return (
      <span className="level">
        <span aria-hidden>●</span> {t('dispatch.repliedAt', { at: minuteText(row.reply.reportedAt) })}
      </span>
    );
  return row.isOverdue ? (
    <b className="level overdue">■ {t('dispatch.replyLate')}</b>
  ) : (
    <span className="level">
      <span aria-hidden>○</span> {t('dispatch.notReplied')}
    </span>
  );
};

/** What a row carries besides its grade: how often, whether anything is new, whether its numbers are of the week before. */
export const RowMarks = ({ row, withTimes = true }: { readonly row: Row; readonly withTimes?: boolean }) => {
  const { t } = useTranslation();
  const isStuck = (row.reply ?? row.newThisWeek)?.noProgress === true;
  return (
    <>
      {withTimes ? (
        <span className={row.timesRunning >= 3 ? 'row-mark strong' : 'row-mark'}>
          {row.change === 'enter' ? t('dispatch.new') : t('dispatch.times', { n: row.timesRunning })}
        </span>
      ) : null}
      {isStuck ? <span className="row-mark boxed">{t('dispatch.noProgress')}</span> : null}
      {row.carriedOver ? <span className="row-mark">{t('dispatch.carriedOver')}</span> : null}
    </>
  );
};
