import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useCoverageSummary, useDeviceStandings } from '../monitoring/monitoring-queries.js';
import { type Source, useDrinkingSources } from '../monitoring/waters/water-queries.js';
import { comma } from '../texts/joined.js';
import { termText } from '../reference/terms.js';
import { Answer, Figure, Section } from '../shell/parts.js';
import { usePlatformToday } from '../shell/session.js';
import { daysLater } from '../shell/time.js';

const DAYS = 7;
/** Below this share of what was due a kind of monitoring wants looking at. */
const LITTLE = 90;

/** A source that failed or was not sampled comes first. */
const placeOf = ({ newest, missing }: Source): number =>
  newest?.isCompliant === false ? 0 : missing.length > 0 ? 1 : 2;

const Sources = ({ items }: { readonly items: readonly Source[] }) => {
  const { t } = useTranslation();
  return (
    <table className="page-table">
      <thead>
        <tr>
          <th scope="col">{t('overview.supply.source')}</th>
          <th scope="col">{t('overview.supply.newest')}</th>
          <th scope="col">{t('overview.supply.result')}</th>
          <th scope="col" className="right">
            {t('overview.supply.missing')}
          </th>
        </tr>
      </thead>
      <tbody>
        {[...items]
          .sort((a, b) => placeOf(a) - placeOf(b))
          .map(({ source, newest, missing }) => (
            <tr key={source.id}>
              <th scope="row" className="wraps">
                <Link to={`/monitoring/supply?source=${encodeURIComponent(source.id)}`}>{source.name}</Link>
              </th>
              <td>{newest?.sampledOn ?? '–'}</td>
              <td className={newest?.isCompliant === false ? 'overdue wraps' : 'wraps'}>
                {newest === null || newest.isCompliant === null
                  ? '–'
                  : newest.isCompliant
                    ? t('overview.supply.meets')
                    : `${t('overview.supply.fails')} ${newest.beyond.map(({ name }) => termText(name)).join(comma())}`}
              </td>
              <td className="right">{missing.length > 0 ? missing.length : '–'}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
};

/** How much of what was due came in the last days, and who is silent now. */
export const CoverageSection = () => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  const go = useNavigate();
  const days = Array.from({ length: DAYS }, (_, n) => daysLater(today, n - DAYS));
  const coverage = useCoverageSummary({ from: days[0]!, to: days.at(-1)! });
  const standings = useDeviceStandings().data;
  const devices = Object.values(standings ?? {}).reduce((sum, n) => sum + n, 0);
  const quiet = (standings?.silent ?? 0) + (standings?.never ?? 0);
  return (
    <Section
      title={<Link to="/monitoring/coverage">{t('overview.coverage.title')}</Link>}
      aside={t('overview.coverage.aside', { n: DAYS })}
    >
      <Answer
        query={coverage}
        empty={(kinds) => kinds.every(({ subjects }) => subjects === 0)}
        emptyText={t('monitoring.coverage.none')}
        rows={2}
      >
        {(kinds) => (
          <div className="numbers">
            {kinds.map(({ kind, percent, subjects, never }) => (
              <Figure
                key={kind}
                label={t(`monitoring.kinds.${kind}`)}
                value={percent ?? '–'}
                {...(percent === null ? {} : { unit: '%' })}
                note={t(never > 0 ? 'overview.coverage.someNever' : 'overview.coverage.subjects', {
                  n: subjects,
                  never,
                })}
                {...((percent !== null && Number(percent) < LITTLE) || never > 0 ? { tone: 'overdue' as const } : {})}
                onOpen={() => void go('/monitoring/coverage')}
              />
            ))}
            <Figure
              label={t('overview.coverage.devices')}
              value={quiet}
              unit={t('overview.coverage.ofDevices', { n: devices })}
              {...(quiet > 0 ? { tone: 'overdue' as const } : {})}
              onOpen={() => void go('/monitoring/devices')}
            />
          </div>
        )}
      </Answer>
    </Section>
  );
};

/** Drinking-water sources: the newest result of each, those that fail or lack samples first. */
export const SupplySection = () => {
  const { t } = useTranslation();
  const query = useDrinkingSources();
  const rates = query.data?.rates;
  const words = (rate: string | null): string => (rate === null ? '–' : `${rate}%`);
  return (
    <Section
      flush
      title={<Link to="/monitoring/supply">{t('overview.supply.title')}</Link>}
      aside={
        rates && query.data
          ? t('overview.supply.rates', {
              source: words(rates.sources.rate),
              sources: `${rates.sources.compliant}/${rates.sources.monitored}`,
              periods: `${rates.compliant}/${rates.monitored}`,
              missing: query.data.missingPeriods,
              outlet: words(rates.outletRate),
            })
          : null
      }
    >
      <Answer query={query} empty={({ items }) => items.length === 0} emptyText={t('overview.supply.none')} rows={3}>
        {({ items }) => (
          <div className="table-scroll">
            <Sources items={items} />
          </div>
        )}
      </Answer>
    </Section>
  );
};
