import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useActState } from '../pressure/act-words.js';
import { SeverityMark } from '../marks/severity.js';
import { Cutoff } from '../marks/cutoff.js';
import { useNamed } from '../i18n.js';
import { useUnitName } from '../reference/names.js';
import { Answer, Section } from '../shell/parts.js';
import { dayText, minuteText } from '../shell/time.js';
import { useActsAtWork, useLatestDispatch, useWarningSummary } from './queries.js';

const SEVERITIES = ['red', 'orange', 'yellow', 'notice'] as const;
const SHOWN = 6;

const Warnings = () => {
  const { t } = useTranslation();
  const named = useNamed();
  const query = useWarningSummary();
  return (
    <Answer query={query} empty={({ open }) => open === 0} emptyText={t('overview.pressure.none')} rows={5}>
      {(data) => (
        <>
          <table className="page-table">
            <thead>
              <tr>
                <th scope="col">{t('overview.pressure.open')}</th>
                {SEVERITIES.map((severity) => (
                  <th key={severity} scope="col" className="right">
                    <SeverityMark severity={severity} />
                  </th>
                ))}
                <th scope="col" className="right">
                  {t('overview.pressure.total')}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.byClass.map((row) => (
                <tr key={row.ruleClass}>
                  <th scope="row">
                    <Link to={`/pressure?ruleClass=${row.ruleClass}`}>{named(row.ruleName)}</Link>
                  </th>
                  {SEVERITIES.map((severity) => (
                    <td key={severity} className="right">
                      {row[severity] > 0 ? (
                        <Link to={`/pressure?ruleClass=${row.ruleClass}&severity=${severity}`}>{row[severity]}</Link>
                      ) : (
                        <span className="aside">–</span>
                      )}
                    </td>
                  ))}
                  <td className="right">{row.open}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="aside padded">
            {t('overview.pressure.week', { started: data.startedLast7Days, ended: data.endedLast7Days })}
          </p>
        </>
      )}
    </Answer>
  );
};

const Waiting = () => {
  const { t } = useTranslation();
  const unitName = useUnitName();
  const stateName = useActState();
  const { query, waiting, talks } = useActsAtWork();
  return (
    <div>
      <h3 className="column-head">
        {t('overview.pressure.talks')} <span className="aside">{talks.length}</span>
      </h3>
      <Answer query={query} rows={2}>
        {() =>
          talks.length === 0 ? (
            <p className="aside">{t('overview.pressure.talksNone')}</p>
          ) : (
            <ul className="waits">
              {talks.map(({ id, title, unitId, at }) => (
                <li key={id}>
                  <Link to={`/pressure/acts/${id}`}>{title}</Link>
                  <span className="aside">
                    {minuteText(at)} · {unitName(unitId)}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      <h3 className="column-head">
        {t('overview.pressure.waiting')} <span className="aside">{waiting.length}</span>
      </h3>
      <Answer query={query} rows={3}>
        {() =>
          waiting.length === 0 ? (
            <p className="aside">{t('overview.pressure.waitingNone')}</p>
          ) : (
            <ul className="waits">
              {waiting.slice(0, SHOWN).map(({ id, title, state, unitId, since, isYours }) => (
                <li key={id}>
                  <Link to={`/pressure/acts/${id}`}>{title}</Link>
                  <span className="aside">
                    {isYours ? <b className="yours">{t('overview.pressure.yours')}</b> : null}
                    {stateName(state)} · {unitName(unitId)} · {t('overview.pressure.since', { at: dayText(since) })}
                  </span>
                </li>
              ))}
              {waiting.length > SHOWN ? (
                <li>
                  <Link to="/pressure?view=queue">{t('states.more', { n: waiting.length - SHOWN })}</Link>
                </li>
              ) : null}
            </ul>
          )
        }
      </Answer>
    </div>
  );
};

const Sheet = () => {
  const { t } = useTranslation();
  const { data } = useLatestDispatch();
  if (!data) return null;
  return (
    <Link to={`/dispatch/${data.dispatchId}`}>
      {t('overview.pressure.sheet', { no: data.issueNo ?? '–' })}
      <span className="aside">
        {' '}
        {t('overview.pressure.sheetNote', { on: data.onSheet, unanswered: data.unanswered })}
      </span>
    </Link>
  );
};

/** Pressure: open warnings by class and grade, what waits for somebody's hand, which talks come. */
export const PressureSection = () => {
  const { t } = useTranslation();
  const summary = useWarningSummary();
  return (
    <Section
      flush
      title={t('overview.pressure.title')}
      aside={summary.data ? <Cutoff at={summary.data.at} /> : null}
      extra={<Sheet />}
    >
      <div className="table-pair pressure-pair">
        <div>
          <Warnings />
        </div>
        <Waiting />
      </div>
    </Section>
  );
};
