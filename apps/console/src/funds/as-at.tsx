import { Button, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { DateInput } from '../forms/date-controls.js';
import { usePlatformToday } from '../shell/session.js';
import { useAsAt } from './funds-queries.js';

/** The cut-off of the page's figures, and whether they are those that were known then. */
export const AsAtChoice = () => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  const { asAt, isAsKnownThen, choose } = useAsAt();
  return (
    <>
      <label className="inline-field">
        <span className="aside">{t('funds.cutoff')}</span>
        <DateInput
          latest={today}
          allowClear={false}
          value={asAt.cutoff ?? today}
          onChange={(date) => choose(date === today ? undefined : date, isAsKnownThen)}
        />
      </label>
      {asAt.cutoff ? (
        <>
          <Checkbox
            checked={isAsKnownThen}
            onChange={(event) => choose(asAt.cutoff, event.target.checked)}
            title={t('funds.knownHint')}
          >
            {t('funds.knownAt')}
          </Checkbox>
          <Button size="small" onClick={() => choose(undefined, false)}>
            {t('funds.today')}
          </Button>
        </>
      ) : null}
    </>
  );
};
