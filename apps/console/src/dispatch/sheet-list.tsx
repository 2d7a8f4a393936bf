import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Answer, Page, Section } from '../shell/parts.js';
import { dayText, minuteText } from '../shell/time.js';
import type { Sheet } from './queries.js';
import { useSheets } from './queries.js';
import { SheetState, useSheetWords } from './sheet-words.js';

const Lead = ({ latest }: { readonly latest: Sheet | undefined }) => {
  const { t } = useTranslation();
  if (!latest) return <>{t('dispatch.leadNone')}</>;
  const words = { no: latest.issueNo ?? '–', cutoff: minuteText(latest.cutoff) };
  if (latest.issueNo === null) return <>{t('dispatch.leadWaiting', words)}</>;
  if (latest.onSheet === 0) return <>{t('dispatch.leadEmpty', words)}</>;
  const { onSheet: on, added, removed, threeTimesRunning: three, unanswered, replyDueOn: due } = latest;
  return <>{t('dispatch.lead', { ...words, on, added, removed, three, unanswered, due })}</>;
};

const Number = ({ n, isLate = false }: { readonly n: number; readonly isLate?: boolean }) => (
  <td className={isLate && n > 0 ? 'right overdue' : 'right'}>{n === 0 ? <span className="quiet-zero">0</span> : n}</td>
);

/** Every sheet with the counts of its head. */
export const SheetList = () => {
  const { t } = useTranslation();
  const words = useSheetWords();
  const query = useSheets();
  const sheets = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t('dispatch.title')} lead={query.data ? <Lead latest={sheets[0]} /> : <>&nbsp;</>}>
      <Section title={t('dispatch.list')} flush>
        <Answer query={query} empty={() => sheets.length === 0} emptyText={t('dispatch.leadNone')} rows={10}>
          {() => (
            <div className="table-scroll">
              <table className="sheet-list">
                <thead>
                  <tr>
                    <th scope="col">{t('dispatch.issueNo')}</th>
                    <th scope="col">{t('dispatch.cutoff')}</th>
                    <th scope="col">{t('dispatch.meeting')}</th>
                    {(['onSheet', 'added', 'removed', 'three'] as const).map((name) => (
                      <th key={name} scope="col" className="right">
                        {t(`dispatch.counts.${name}`)}
                      </th>
                    ))}
                    <th scope="col" className="right">
                      {t('dispatch.answered')}
                    </th>
                    <th scope="col" className="right">
                      {t('dispatch.unanswered')}
                    </th>
                    <th scope="col">{t('dispatch.missing')}</th>
                    <th scope="col">{t('dispatch.state')}</th>
                  </tr>
                </thead>
                <tbody>
                  {sheets.map((sheet) => (
                    <tr key={sheet.dispatchId}>
                      <th scope="row">
                        <Link to={sheet.dispatchId}>
                          {sheet.issueNo === null ? '–' : t('dispatch.no', { n: sheet.issueNo })}
                        </Link>
                      </th>
                      <td>{minuteText(sheet.cutoff)}</td>
                      <td>{dayText(sheet.meetingAt)}</td>
                      <Number n={sheet.onSheet} />
                      <Number n={sheet.added} />
                      <Number n={sheet.removed} />
                      <Number n={sheet.threeTimesRunning} />
                      <Number n={sheet.answered} />
                      <Number n={sheet.unanswered} />
                      <td>
                        {sheet.missingSources.length > 0 ? (
                          <span className="overdue">{sheet.missingSources.map(words.source).join('、')}</span>
                        ) : (
                          <span className="aside">{sheet.issueNo === null ? '–' : t('dispatch.missingNone')}</span>
                        )}
                      </td>
                      <td>
                        <SheetState state={sheet.state} />
                        {sheet.late ? <span className="aside"> {t('dispatch.late')}</span> : null}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Answer>
        {query.hasNextPage ? (
          <Button type="link" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('states.more', { n: 60 })}
          </Button>
        ) : null}
      </Section>
    </Page>
  );
};
