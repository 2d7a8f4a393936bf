import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { availabilityPercent, receivedOfDue } from '#libs/domain/telemetry/coverage.js';
import { listed, More } from '../../shell/more.js';
import { Answer, Page, Section } from '../../shell/parts.js';
import { usePlatformToday } from '../../shell/session.js';
import { daysLater } from '../../shell/time.js';
import { type Coverage, POLLUTANTS, useCoveragePages } from '../monitoring-queries.js';
import { SubPages } from '../sub-pages.js';

const SPANS = [14, 31, 62, 92] as const;
const KINDS = ['station', 'section', 'outlet'] as const;

type Item = Coverage['items'][number];

/** Five shades from nothing to all; a full day is quiet, a gap stands out. */
const shadeOf = (received: number, due: number): string => {
  if (received === 0) return 'none';
  if (received >= due) return 'all';
  return received * 4 >= due * 3 ? 'most' : received * 2 >= due ? 'half' : 'few';
};

/** Below this share in percent a point wants looking at. */
const LITTLE = 90;
const share = (percent: string | null): string => (percent === null ? '–' : `${percent}%`);
const shareClass = (percent: string | null): string =>
  percent !== null && Number(percent) < LITTLE ? 'right overdue' : 'right';

/** The pollutant of which least came: a figure of it rests on no more than that. Its title says all of them. */
const LeastCell = ({ item: { byPollutant } }: { readonly item: Item }) => {
  const [least] = [...byPollutant].sort((a, b) => a.received - b.received);
  return (
    <td
      className={`${shareClass(least?.percent ?? null)} nowrap`}
      title={byPollutant.map(({ pollutant, percent }) => `${pollutant} ${share(percent)}`).join('\n')}
    >
      {least && least.percent !== null ? `${least.pollutant} ${share(least.percent)}` : '–'}
    </td>
  );
};

const Row = ({ item, days }: { readonly item: Item; readonly days: readonly string[] }) => {
  const { t } = useTranslation();
  const { subject, received, due, since } = item;
  const counted = receivedOfDue(item);
  const percent = availabilityPercent(counted.received, counted.due);
  return (
    <tr>
      <th scope="row">
        <Link className="one-line" title={subject.name} to={`/monitoring/${subject.kind}s/${subject.id}`}>
          {subject.name}
        </Link>
      </th>
      <td className={shareClass(percent)}>
        {share(percent)}
        {since === null ? <span className="aside"> {t('monitoring.coverage.never')}</span> : null}
      </td>
      {subject.kind === 'station' ? <LeastCell item={item} /> : null}
      <td>
        <span className="coverage-days">
          {days.map((day, n) => {
            const dueOfDay = due[n] ?? 0;
            const isDue = dueOfDay > 0;
            return (
              <i
                key={day}
                className={isDue ? shadeOf(received[n] ?? 0, dueOfDay) : 'unheard'}
                title={
                  isDue
                    ? t('monitoring.coverage.day', { day, received: received[n] ?? 0, due: dueOfDay })
                    : t('monitoring.coverage.notBegun', { day })
                }
              />
            );
          })}
        </span>
      </td>
    </tr>
  );
};

/** Days nearer to an end of the row than this part of it leave no room for the mark of a month. */
const ROOM = 0.12;

/** First and last day above the squares, and the beginnings of months between them. */
const DateMarks = ({ days }: { readonly days: readonly string[] }) => {
  const months = days
    .map((day, n) => ({ day, part: n / days.length }))
    .filter(({ day, part }) => day.endsWith('-01') && part > ROOM && part < 1 - ROOM);
  return (
    <span className="coverage-dates">
      <span>{days[0]}</span>
      {months.map(({ day, part }) => (
        <span key={day} style={{ left: `${part * 100}%` }}>
          {day.slice(5)}
        </span>
      ))}
      <span>{days.at(-1)}</span>
    </span>
  );
};

/** The calendar of gaps: what came of what was due, a square a day. */
export const CoveragePage = () => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  const [params, setParams] = useSearchParams();
  const asked = Number(params.get('days'));
  const length = SPANS.find((days) => days === asked) ?? 31;
  const span = { from: daysLater(today, -length), to: daysLater(today, -1) };
  const pollutant = POLLUTANTS.find((one) => one === params.get('pollutant'));
  const ask = (name: string, value: string | null): void => {
    const next = new URLSearchParams(params);
    if (value === null) next.delete(name);
    else next.set(name, value);
    setParams(next, { replace: true });
  };
  const coverage = useCoveragePages(pollutant ? { ...span, pollutant } : span);
  const shown = listed(coverage);
  const all = coverage.data?.pages[0]?.all ?? 0;
  const days = Array.from({ length }, (_, n) => daysLater(span.from, n));
  const isLacking = (item: Item): boolean => {
    const { received: came, due } = receivedOfDue(item);
    return came < due;
  };
  const lacking = shown.data?.filter(isLacking).length ?? 0;
  return (
    <Page
      title={t('monitoring.coverage.title')}
      lead={
        shown.data
          ? t(`monitoring.coverage.${shown.data.length < all ? 'leadSoFar' : 'lead'}`, {
              from: span.from,
              to: span.to,
              all,
              n: shown.data.length,
              lacking,
            })
          : null
      }
      extra={
        <>
          <SubPages />
          <Select
            aria-label={t('monitoring.coverage.counting')}
            value={pollutant ?? 'any'}
            popupMatchSelectWidth={false}
            onChange={(next: string) => ask('pollutant', next === 'any' ? null : next)}
            options={[
              { value: 'any', label: t('monitoring.coverage.any') },
              ...POLLUTANTS.map((value) => ({ value: value as string, label: value })),
            ]}
          />
          <Select
            aria-label={t('monitoring.coverage.span')}
            value={length}
            onChange={(next: number) => ask('days', next === 31 ? null : String(next))}
            options={SPANS.map((value) => ({ value, label: t('monitoring.coverage.days', { n: value }) }))}
          />
        </>
      }
    >
      <p className="aside">
        {pollutant ? t('monitoring.coverage.countedOf', { pollutant }) : t('monitoring.coverage.counted')}
      </p>
      <p className="coverage-legend aside">
        {(['all', 'most', 'half', 'few', 'none', 'unheard'] as const).map((shade) => (
          <span key={shade} className="coverage-days">
            <i className={shade} /> {t(`monitoring.coverage.shades.${shade}`)}
          </span>
        ))}
      </p>
      <Answer query={shown} empty={(items) => items.length === 0} emptyText={t('monitoring.coverage.none')} rows={10}>
        {(items) => (
          <>
            {KINDS.map((kind) => {
              const own = items.filter(({ subject }) => subject.kind === kind);
              return own.length === 0 ? null : (
                <Section
                  key={kind}
                  flush
                  title={t(`monitoring.kinds.${kind}`)}
                  aside={t('monitoring.coverage.due', { n: own[0]!.duePerDay })}
                >
                  <div className="table-scroll">
                    <table className="page-table coverage-table">
                      <thead>
                        <tr>
                          <th scope="col">{t('monitoring.name')}</th>
                          <th scope="col" className="right">
                            {t('monitoring.coverage.percent')}
                          </th>
                          {kind === 'station' ? (
                            <th scope="col" className="right">
                              {t('monitoring.coverage.least')}
                            </th>
                          ) : null}
                          <th scope="col" className="coverage-axis">
                            <DateMarks days={days} />
                          </th>
                        </tr>
                      </thead>
                      <tbody>
                        {own.map((item) => (
                          <Row key={item.subject.id} item={item} days={days} />
                        ))}
                      </tbody>
                    </table>
                  </div>
                </Section>
              );
            })}
          </>
        )}
      </Answer>
      <More of={coverage} />
    </Page>
  );
};
