import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { percentText } from '#libs/domain/assessment/percentage.js';
import { type DataState, lowestDataState } from '#libs/domain/telemetry/data-state.js';
import { AqiMark } from '../../marks/aqi.js';
import { DataStateMark } from '../../marks/cutoff.js';
import { useAreaName } from '../../reference/names.js';
import { OneRecord } from '../../shell/one-record.js';
import { Answer, Facts, Figure, Page, Section } from '../../shell/parts.js';
import { minuteText } from '../../shell/time.js';
import { SubjectActions } from '../register/subject-actions.js';
import { DeviceLinks, useDevicesOf } from '../devices/subject-devices.js';
import { AirCalendar } from './air-calendar.js';
import { HourCurves } from './hour-curves.js';
import { HourDrawer } from './hour-drawer.js';
import { HourHeat } from './hour-heat.js';
import {
  type DayCalendar,
  type HourSeries,
  POLLUTANTS,
  type Pollutant,
  type Station,
  useDayCalendar,
  useHourSeries,
  useStation,
} from '../monitoring-queries.js';
import { useYear, YearChoice } from '../span-choice.js';
import { hourText, labelOf } from './hour-times.js';
import { inBrackets } from '../../texts/joined.js';

const MOST_CORRECTED = 30;

const isEmpty = ({ aqi, values }: HourSeries): boolean =>
  [aqi, ...Object.values(values)].every((row) => row.every((value) => value === null));

const Figures = ({
  calendar: { days, notEvaluated },
  series,
}: {
  readonly calendar: DayCalendar;
  readonly series: HourSeries | undefined;
}) => {
  const { t } = useTranslation();
  const evaluated = days.filter(({ aqi }) => aqi !== null);
  const good = evaluated.filter(({ aqi }) => aqi! <= 100).length;
  return (
    <div className="numbers">
      <Figure
        label={t('monitoring.goodDays')}
        value={evaluated.length > 0 ? good : '–'}
        unit={t('monitoring.ofDays', { n: evaluated.length })}
        note={
          evaluated.length > 0 ? (
            <>
              {t('monitoring.goodShare', { percent: percentText(good, evaluated.length)! })} {t('targets.eachDay')}{' '}
              <DataStateMark state={lowestDataState(evaluated.map(({ dataState }) => dataState as DataState))} />{' '}
              {t('targets.lastValue', {
                last: evaluated
                  .map(({ day }) => day)
                  .sort()
                  .at(-1)!,
              })}
            </>
          ) : null
        }
      />
      <Figure
        label={t('monitoring.notEvaluatedDays')}
        value={notEvaluated}
        unit={t('monitoring.days')}
        help={t('monitoring.notEvaluatedHelp')}
      />
      <Figure
        label={t('monitoring.missingHours')}
        value={series && series.due > 0 ? series.missing.length : '–'}
        unit={t('monitoring.ofHours', { n: series?.due ?? 0 })}
      />
      <Figure
        label={t('monitoring.correctedHours')}
        value={series ? series.corrected.length : '–'}
        unit={t('monitoring.hours')}
      />
    </div>
  );
};

const StationFacts = ({ station }: { readonly station: Station }) => {
  const { t } = useTranslation();
  const areaName = useAreaName();
  const devices = useDevicesOf(station.id);
  const { id, areaId, evaluationPoint, latest, position, controlLevel } = station;
  return (
    <Facts
      items={[
        [t('monitoring.area'), areaName(areaId)],
        [t('monitoring.code'), id],
        evaluationPoint && [
          t('monitoring.evaluationPoint'),
          `${t(`monitoring.evaluation.${evaluationPoint.status}`)}${inBrackets(evaluationPoint.basis)}`,
        ],
        !!controlLevel && [t('hourVoids.controlLevel'), t(`hourVoids.levels.${controlLevel}`)],
        position && [t('monitoring.position'), position.join(', ')],
        devices.length > 0 && [t('outlets.devices'), <DeviceLinks key="devices" devices={devices} />],
        latest && ['AQI', latest.aqi === null ? t('monitoring.noIndex') : <AqiMark aqi={latest.aqi} />],
      ]}
    />
  );
};

/** A station over a year: its days, its hours, what is missing and what was corrected. */
const Known = ({ station }: { readonly station: Station }) => {
  const { t } = useTranslation();
  const { id, latest } = station;
  const { span } = useYear();
  const series = useHourSeries(id, span);
  const calendar = useDayCalendar(id, span);
  const [pollutant, setPollutant] = useState<Pollutant>('PM2.5');
  const [label, setLabel] = useState<string | null>(null);
  return (
    <Page
      title={station.name}
      lead={
        latest
          ? t('monitoring.stationLead', {
              at: minuteText(latest.label),
              aqi: latest.aqi ?? t('monitoring.noIndex'),
            })
          : null
      }
      extra={
        <>
          <Link to="/monitoring">{t('monitoring.back')}</Link>
          <YearChoice />
        </>
      }
    >
      <Section>
        <StationFacts station={station} />
        <SubjectActions kind="station" subject={station} />
        {calendar.data ? <Figures calendar={calendar.data} series={series.data} /> : null}
      </Section>
      <Section title={t('monitoring.calendar')} aside={t('monitoring.calendarAside')}>
        <Answer query={calendar} empty={({ days }) => days.length === 0} emptyText={t('monitoring.noDays')}>
          {(found) => (
            <AirCalendar
              calendar={found}
              span={span}
              onDay={(day) => setLabel(new Date(`${day}T12:00:00+08:00`).toISOString())}
            />
          )}
        </Answer>
      </Section>
      <Section
        title={t('monitoring.curves')}
        aside={t('monitoring.curvesAside')}
        extra={<Segmented options={[...POLLUTANTS]} value={pollutant} onChange={setPollutant} />}
      >
        <Answer query={series} empty={isEmpty} emptyText={t('monitoring.noHours')} rows={8}>
          {(hours) => <HourCurves series={hours} pollutant={pollutant} onHour={setLabel} />}
        </Answer>
      </Section>
      <Section title={t('monitoring.heat')} aside={t('monitoring.heatAside')}>
        <Answer query={series} empty={isEmpty} emptyText={t('monitoring.noHours')} rows={6}>
          {(hours) => <HourHeat series={hours} pollutant={pollutant} onHour={setLabel} />}
        </Answer>
      </Section>
      <Section title={t('monitoring.corrections')} aside={t('monitoring.correctionsAside')}>
        <Answer
          query={series}
          empty={({ corrected }) => corrected.length === 0}
          emptyText={t('monitoring.noCorrections')}
          rows={2}
        >
          {({ first, corrected }) => (
            <p className="hour-list">
              {corrected.slice(-MOST_CORRECTED).map((n) => (
                <button key={n} type="button" className="link-button" onClick={() => setLabel(labelOf(first, n))}>
                  {hourText(first, n)}
                </button>
              ))}
              {corrected.length > MOST_CORRECTED ? (
                <span className="aside">
                  {t('monitoring.moreCorrections', { n: corrected.length - MOST_CORRECTED })}
                </span>
              ) : null}
            </p>
          )}
        </Answer>
      </Section>
      <Section title={t('hourVoids.voidedHours')} aside={t('hourVoids.voidedAside')}>
        <Answer query={series} empty={({ voided }) => voided.length === 0} emptyText={t('hourVoids.noVoided')} rows={2}>
          {({ first, voided }) => (
            <p className="hour-list">
              {voided.slice(-MOST_CORRECTED).map((n) => (
                <button key={n} type="button" className="link-button" onClick={() => setLabel(labelOf(first, n))}>
                  {hourText(first, n)}
                </button>
              ))}
            </p>
          )}
        </Answer>
      </Section>
      <HourDrawer stationId={id} label={label} onClose={() => setLabel(null)} />
    </Page>
  );
};

/** The page of the station in the address. */
export const StationPage = () => {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  return (
    <OneRecord key={id} id={id} query={useStation(id)} back="/monitoring" backText={t('monitoring.back')}>
      {(station) => <Known station={station} />}
    </OneRecord>
  );
};
