import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AQI_CATEGORIES, type AqiLevel, aqiLevelOf } from '#libs/domain/air/category.js';
import type { Schemas } from '../api/client.js';
import { EvidenceButton } from '../evidence/evidence-drawer.js';
import { AqiMark } from '../marks/aqi.js';
import { Cutoff, DataStateMark } from '../marks/cutoff.js';
import { useAreaName } from '../reference/names.js';
import { reasonText } from '../reference/reason-text.js';
import { termText } from '../reference/terms.js';
import { Answer, Section } from '../shell/parts.js';
import { comma } from '../texts/joined.js';
import { STRIP_DAYS, useAreaDays, useMonitoringOverview, useRanking } from './queries.js';

type Indicator = Schemas['MonitoringIndicator'];
type Ranking = Schemas['AssessmentView'];

const indicatorRecord = (id: string) => ({ service: 'monitoring', kind: 'indicator', id });
const primaryOf = (day: Indicator): string =>
  Array.isArray(day.details['primary']) ? (day.details['primary'] as string[]).map(termText).join(comma()) : '';

export interface AreaAir {
  readonly areaId: string;
  /** Oldest first; null for a day without a number of its own. */
  readonly strip: readonly (Indicator | null)[];
  readonly latest: Indicator | null;
}

/** The latest day anybody has, and every area's days up to it. */
export const areaAirOf = (days: readonly Indicator[]): { day: string | null; areas: AreaAir[] } => {
  const labels = [...new Set(days.map(({ period }) => period.label))].sort().slice(-STRIP_DAYS);
  const day = labels.at(-1) ?? null;
  const byArea = new Map<string, Map<string, Indicator>>();
  for (const one of days) {
    const own = byArea.get(one.subject.id) ?? new Map<string, Indicator>();
    byArea.set(one.subject.id, own.set(one.period.label, one));
  }
  const areas = [...byArea].map(([areaId, own]) => ({
    areaId,
    strip: labels.map((label) => own.get(label) ?? null),
    latest: (day && own.get(day)) || null,
  }));
  return { day, areas: areas.sort((a, b) => a.areaId.localeCompare(b.areaId)) };
};

/** Days as a row of small squares in the colours of the standard; the tall ones are beyond it. */
const Strip = ({ days, areaName }: { readonly days: readonly (Indicator | null)[]; readonly areaName: string }) => {
  const { t } = useTranslation();
  return (
    <span className="strip">
      {days.map((day, at) => {
        const aqi = day?.valid && day.value !== null ? Number(day.value) : null;
        const level: AqiLevel | null = aqi === null ? null : aqiLevelOf(aqi);
        const words = day
          ? t('overview.air.day', {
              area: areaName,
              day: day.period.label,
              value: level === null ? t('overview.air.notEvaluated') : `${aqi} ${t(`overview.aqi.level${level}`)}`,
            })
          : t('overview.air.notEvaluated');
        return (
          <i
            key={day?.period.label ?? at}
            title={words}
            className={level !== null && level >= 3 ? 'beyond' : undefined}
            style={{ background: level === null ? undefined : AQI_CATEGORIES[level].colour }}
          />
        );
      })}
    </span>
  );
};

const Place = ({ row }: { readonly row: Ranking['rows'][number] }) => {
  const { t } = useTranslation();
  if (row.rank === null) return <span className="aside">{t('overview.air.notRanked')}</span>;
  const moved = row.change === null ? null : row.change > 0 ? 'up' : row.change < 0 ? 'down' : 'same';
  return (
    <>
      {row.rank}
      {row.isLast ? <b className="overdue last-place">{t('overview.air.last')}</b> : null}
      {row.provisional ? <span className="aside"> {t('overview.air.provisional')}</span> : null}
      {moved ? (
        <span className="aside moved" title={t(`overview.air.moved.${moved}`, { n: Math.abs(row.change ?? 0) })}>
          {moved === 'up' ? `↑${row.change}` : moved === 'down' ? `↓${-(row.change ?? 0)}` : '＝'}
        </span>
      ) : null}
    </>
  );
};

const Rows = ({ days }: { readonly days: readonly Indicator[] }) => {
  const { t } = useTranslation();
  const areaName = useAreaName();
  const ranking = useRanking().data ?? null;
  const goodDays = useMonitoringOverview().data?.goodDays ?? [];
  const { areas } = useMemo(() => areaAirOf(days), [days]);
  return (
    <div className="table-scroll">
      <table className="page-table">
        <thead>
          <tr>
            <th scope="col">{t('overview.air.area')}</th>
            <th scope="col">{t('overview.air.aqi')}</th>
            <th scope="col">{t('overview.air.primary')}</th>
            <th scope="col">{t('overview.air.strip', { n: STRIP_DAYS })}</th>
            <th scope="col" className="right">
              {t('overview.air.composite')}
            </th>
            <th scope="col">{t('overview.air.place')}</th>
            <th scope="col" className="right">
              {t('overview.air.goodDays')}
            </th>
          </tr>
        </thead>
        <tbody>
          {areas.map(({ areaId, strip, latest }) => {
            const ranked = ranking?.rows.find(({ subject }) => subject.id === areaId);
            const good = goodDays.find((one) => one.areaId === areaId);
            return (
              <tr key={areaId}>
                <th scope="row">
                  <Link to={`/monitoring/compare?view=same-period&area=${areaId}`}>{areaName(areaId)}</Link>
                </th>
                <td>
                  {latest?.valid && latest.value !== null ? (
                    <EvidenceButton record={indicatorRecord(latest.id)}>
                      <AqiMark aqi={Number(latest.value)} />
                    </EvidenceButton>
                  ) : (
                    <span className="aside">
                      {t('overview.air.notEvaluated')}
                      {latest?.invalidReason ? <div>{reasonText(latest.invalidReason)}</div> : null}
                    </span>
                  )}
                </td>
                <td>{latest ? primaryOf(latest) : ''}</td>
                <td>
                  <Strip days={strip} areaName={areaName(areaId)} />
                </td>
                <td className="right" title={ranked?.reason ?? undefined}>
                  {ranked?.value && ranked.indicatorId ? (
                    <EvidenceButton record={{ service: 'accountability', kind: 'indicator', id: ranked.indicatorId }}>
                      {ranked.rank === null && ranked.reason ? t('overview.air.invalid') : ranked.value}
                    </EvidenceButton>
                  ) : (
                    <span className="aside">{ranked?.value ?? '–'}</span>
                  )}
                </td>
                <td>{ranked ? <Place row={ranked} /> : <span className="aside">–</span>}</td>
                <td className="right">
                  {good ? (
                    <>
                      {good.goodDays}
                      <small>{t('overview.air.ofDays', { n: good.evaluatedDays })}</small>
                      <div className="aside">
                        {good.lastValueDay ? t('overview.air.lastValue', { day: good.lastValueDay.slice(5) }) : ''}{' '}
                        {good.dataState ? <DataStateMark state={good.dataState} /> : null}
                      </div>
                    </>
                  ) : (
                    '–'
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};

/** Air: yesterday and the fortnight by area, with the ranking of the month. */
export const AirSection = () => {
  const { t } = useTranslation();
  const query = useAreaDays();
  const ranking = useRanking().data;
  const latest = query.data
    ?.filter((one) => one.valid)
    .sort((a, b) => b.period.end.localeCompare(a.period.end))
    .at(0);
  return (
    <Section
      flush
      title={<Link to="/monitoring">{t('overview.air.title')}</Link>}
      aside={latest ? <Cutoff at={latest.period.end} state={latest.dataState} /> : null}
      extra={
        ranking ? (
          <span className="aside">
            {t('overview.air.rank', { month: ranking.period.label })} {t(`dataState.${ranking.dataState}`)} ·{' '}
            {t('overview.air.noLastYear')}
          </span>
        ) : null
      }
    >
      <Answer query={query} empty={(days) => days.length === 0} emptyText={t('overview.air.none')} rows={6}>
        {(days) => <Rows days={days} />}
      </Answer>
    </Section>
  );
};
