import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Answer, Bar, Figure, Level, Section } from '../shell/parts.js';
import { useFunds } from './queries.js';

/** Money: what has been paid of what was allocated, project by project against the line. */
export const FundsSection = () => {
  const { t } = useTranslation();
  const go = useNavigate();
  const { summary, projects } = useFunds();
  const open = (): void => void go('/funds');
  return (
    <Section
      flush
      title={t('overview.funds.title')}
      extra={summary.data ? <span className="aside">{t('time.cutoff', { at: summary.data.cutoff })}</span> : null}
    >
      <Answer query={summary} empty={({ counted }) => counted === 0} emptyText={t('overview.funds.none')} rows={6}>
        {(data) => (
          <div className="numbers padded">
            <Figure
              label={t('overview.funds.rate')}
              value={data.executionRate ?? '–'}
              {...(data.executionRate === null ? {} : { unit: '%' })}
              note={t('overview.funds.rateNote', { paid: data.paid, allocated: data.allocated })}
              onOpen={open}
            />
            <Figure
              label={t('overview.funds.reached', { line: data.linePercent })}
              value={data.reached}
              unit={t('overview.funds.projects')}
              note={t('overview.funds.reachedNote', { a: data.reached, b: data.counted })}
              onOpen={open}
            />
            <Figure
              label={t('overview.funds.notStarted')}
              value={data.notStarted}
              unit={t('overview.funds.projects')}
              onOpen={open}
            />
          </div>
        )}
      </Answer>
      {projects.data && projects.data.length > 0 ? (
        <table className="page-table">
          <thead>
            <tr>
              <th scope="col">{t('overview.funds.project')}</th>
              <th scope="col" className="wide">
                {t('overview.funds.rate')}
              </th>
              <th scope="col">{t('funds.level')}</th>
            </tr>
          </thead>
          <tbody>
            {projects.data.map(({ id, name, executionRate, level }) => (
              <tr key={id}>
                <th scope="row" className="wraps">
                  <Link to={`/funds/${id}`}>{name}</Link>
                </th>
                <td className="wide">
                  <Bar
                    percent={Number(executionRate ?? 0)}
                    mark={Number(summary.data?.linePercent ?? 30)}
                    text={executionRate === null ? '–' : `${executionRate}%`}
                  />
                </td>
                <td>
                  <Level level={level} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </Section>
  );
};
