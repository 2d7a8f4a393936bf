import { useTranslation } from 'react-i18next';
import { longestQuietRun, missingRuns, nightShare } from '#libs/domain/telemetry/exceedance-span.js';
import { limitsOn } from '#libs/domain/telemetry/outlet-limits.js';
import { factorName } from '#libs/domain/telemetry/factor-codes.js';
import { EvidenceButton } from '../../evidence/evidence-drawer.js';
import { useAreaName, useUnitName } from '../../reference/names.js';
import { PageTable } from '../../shell/page-table.js';
import { Facts, Figure, Nothing } from '../../shell/parts.js';
import { usePlatformToday } from '../../shell/session.js';
import { minuteText } from '../../shell/time.js';
import { DeviceLinks, useDevicesOf } from '../devices/subject-devices.js';
import { aboveIn, episodesIn, lastAbove, type LabelSpan, type OutletHour } from './outlet-hours.js';
import type { Exceedance, Outlet } from './outlet-queries.js';
import { comma } from '../../texts/joined.js';
import { termText, unitText } from '../../reference/terms.js';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const MOST_GAPS = 30;

export const OutletFacts = ({ outlet }: { readonly outlet: Outlet }) => {
  const { t } = useTranslation();
  const areaName = useAreaName();
  const unitName = useUnitName();
  const devices = useDevicesOf(outlet.id);
  return (
    <Facts
      items={[
        [t('monitoring.area'), areaName(outlet.areaId)],
        [t('monitoring.code'), outlet.id],
        !!outlet.controlLevel && [t('hourVoids.controlLevel'), t(`hourVoids.levels.${outlet.controlLevel}`)],
        outlet.answersFor.length > 0 && [
          t('monitoring.answersFor'),
          outlet.answersFor.map(({ unitId }) => unitName(unitId)).join(comma()),
        ],
        outlet.position && [t('monitoring.position'), outlet.position.join(', ')],
        devices.length > 0 && [t('outlets.devices'), <DeviceLinks key="devices" devices={devices} />],
      ]}
    />
  );
};

type Limit = Outlet['limits'][number];

const useValidity = () => {
  const { t } = useTranslation();
  return ({ from, to }: Limit): string => {
    if (from && to) return t('outlets.validities.span', { from, to });
    if (from) return t('outlets.validities.from', { from });
    return to ? t('outlets.validities.to', { to }) : t('outlets.validities.always');
  };
};

/** Limits by their days, those in force first; the others stand behind them, paler. */
export const LimitRows = ({ limits }: { readonly limits: Outlet['limits'] }) => {
  const { t } = useTranslation();
  const validity = useValidity();
  const inForce = limitsOn(limits, usePlatformToday());
  if (limits.length === 0) return <Nothing text={t('outlets.noLimits')} />;
  return (
    <PageTable
      heads={[
        t('outlets.factor'),
        { right: t('outlets.limit') },
        t('outlets.averaging'),
        t('outlets.validity'),
        t('outlets.basis'),
      ]}
    >
      {[...inForce, ...limits.filter((one) => !inForce.includes(one))].map((one) => {
        const { factor, limit, unit, basis, averaging = 'hour', fewestHours, from = '' } = one;
        return (
          <tr key={`${factor} ${averaging} ${from}`} className={inForce.includes(one) ? undefined : 'aside'}>
            <th scope="row">{termText(factorName(factor))}</th>
            <td className="right">
              {limit} <small>{unitText(unit)}</small>
            </td>
            <td>
              {t(`outlets.averagings.${averaging}`)}{' '}
              {fewestHours ? <small>{t('outlets.fewestHours', { n: fewestHours })}</small> : null}
            </td>
            <td>{validity(one)}</td>
            <td className="wraps">{basis}</td>
          </tr>
        );
      })}
    </PageTable>
  );
};

/** How the span went; episodes taken back count in nothing. */
export const OutletFigures = ({
  byFactor,
  episodes,
  span,
}: {
  readonly byFactor: ReadonlyMap<string, readonly OutletHour[]>;
  /** The newest first; also those before the span. */
  readonly episodes: readonly Exceedance[];
  readonly span: LabelSpan;
}) => {
  const { t } = useTranslation();
  const standing = episodes.filter(({ withdrawn }) => withdrawn === null);
  const lastAt = lastAbove(standing);
  const inSpan = episodesIn(standing, span);
  const above = aboveIn(inSpan, span).map((label) => new Date(label));
  const measured = [...byFactor.values()].flatMap((hours) => hours.map(({ label }) => new Date(label)));
  const longest = longestQuietRun(measured, above);
  const night = nightShare(above);
  const daysSince =
    lastAt === null ? null : Math.floor((Date.parse(span.to) - Date.parse(lastAt)) / HOUR_MS / DAY_HOURS);
  return (
    <div className="numbers">
      <Figure
        label={t('outlets.sinceLast')}
        value={daysSince ?? '–'}
        unit={t('monitoring.days')}
        note={lastAt === null ? t('outlets.never') : t('outlets.lastAt', { at: minuteText(lastAt) })}
      />
      <Figure
        label={t('outlets.longest')}
        value={longest === null ? '–' : Math.floor(longest.hours / DAY_HOURS)}
        unit={t('monitoring.days')}
        note={
          longest === null
            ? null
            : t('outlets.longestNote', {
                from: minuteText(longest.from.toISOString()),
                to: minuteText(longest.to.toISOString()),
              }) + (longest.missing > 0 ? t('outlets.longestMissing', { n: longest.missing }) : '')
        }
      />
      <Figure
        label={t('outlets.episodes')}
        value={inSpan.length}
        unit={t('outlets.episodesUnit')}
        note={t('outlets.episodesNote', { n: night.hours })}
        {...(inSpan.length > 0 ? { tone: 'overdue' as const } : {})}
      />
      <Figure
        label={t('outlets.night')}
        value={night.percent ?? '–'}
        {...(night.percent === null ? {} : { unit: '%' })}
        note={
          night.percent === null
            ? t('outlets.nightNone')
            : t('outlets.nightLine', { night: night.nightHours, all: night.hours })
        }
      />
    </div>
  );
};

export const ExceedanceRows = ({ episodes }: { readonly episodes: readonly Exceedance[] }) => {
  const { t } = useTranslation();
  return (
    <PageTable
      heads={[
        t('outlets.started'),
        t('outlets.factor'),
        t('outlets.ended'),
        { right: t('outlets.hours') },
        { right: t('outlets.peak') },
        { right: t('outlets.limit') },
        t('outlets.state'),
      ]}
    >
      {episodes.map((episode) => (
        <tr key={episode.id} className={episode.withdrawn === null ? undefined : 'aside'}>
          <th scope="row">
            <EvidenceButton record={{ service: 'monitoring', kind: 'exceedance', id: episode.id }}>
              {minuteText(episode.startedAt)}
            </EvidenceButton>
          </th>
          <td>{termText(episode.factorName)}</td>
          <td className={episode.endedAt === null ? 'overdue' : undefined}>
            {episode.withdrawn !== null
              ? '–'
              : episode.endedAt === null
                ? t('outlets.lasting')
                : minuteText(episode.endedAt)}
          </td>
          <td className="right">{episode.hours.length}</td>
          <td className="right">
            {episode.peak} <small>{unitText(episode.unit)}</small>
          </td>
          <td className="right" title={episode.limitBasis}>
            {episode.limit} <small>{unitText(episode.unit)}</small>
          </td>
          <td>{episode.withdrawn === null ? null : t(`outlets.withdrawn.${episode.withdrawn}`)}</td>
        </tr>
      ))}
    </PageTable>
  );
};

/** Hours of a factor that are missing, run by run, the newest first. */
export const OutletGaps = ({ hours, name }: { readonly hours: readonly OutletHour[]; readonly name: string }) => {
  const { t } = useTranslation();
  const runs = missingRuns(hours.map(({ label }) => new Date(label))).reverse();
  if (runs.length === 0) return <Nothing text={t('outlets.noGaps')} />;
  return (
    <>
      <p>{t('outlets.gapsSum', { factor: name, n: runs.reduce((sum, run) => sum + run.hours, 0) })}</p>
      <ul className="gap-list">
        {runs.slice(0, MOST_GAPS).map(({ first, last, hours: n }) => (
          <li key={first.getTime()}>
            {n === 1
              ? t('outlets.gapOne', { first: minuteText(first.toISOString()) })
              : t('outlets.gap', { first: minuteText(first.toISOString()), last: minuteText(last.toISOString()), n })}
          </li>
        ))}
      </ul>
      {runs.length > MOST_GAPS ? (
        <p className="aside">{t('outlets.moreGaps', { n: runs.length - MOST_GAPS })}</p>
      ) : null}
    </>
  );
};
