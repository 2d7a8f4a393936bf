import { lazy, Suspense } from 'react';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { WATER_CLASS_LOOKS } from '#libs/domain/water/edition.js';
import { AqiMark } from '../../marks/aqi.js';
import { isWaterClass, WaterClassMark } from '../../marks/water-class.js';
import { useAreaName } from '../../reference/names.js';
import { Answer, Page, Section as Part } from '../../shell/parts.js';
import { usePlatformToday } from '../../shell/session.js';
import { minuteText } from '../../shell/time.js';
import { isOfLate } from '../stations/hour-times.js';
import {
  aqiNow,
  POLLUTANTS,
  type Section,
  type Station,
  useSections,
  useStations,
  weekClassOf,
} from '../monitoring-queries.js';
import { useOutlets } from '../outlets/outlet-queries.js';
import { OutletRowsPart } from '../outlets/outlet-rows.js';
import { AddSubject, RetiredMark, RetiredSwitch, useWithRetired } from '../register/subject-actions.js';
import { SubPages } from '../sub-pages.js';
import { termText } from '../../reference/terms.js';

const NowMap = lazy(() => import('./now-map.js').then(({ NowMap: map }) => ({ default: map })));

const targetText = ({ water }: Section): string =>
  water !== null && isWaterClass(water.target) ? termText(WATER_CLASS_LOOKS[water.target].numeral) : '–';

const isMissed = (section: Section): boolean => {
  const found = weekClassOf(section);
  return found !== null && section.water !== null && found > section.water.target;
};

const Lead = ({
  stations,
  sections,
}: {
  readonly stations: readonly Station[];
  readonly sections: readonly Section[];
}) => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  const measured = stations.filter((station) => aqiNow(station, today) !== null);
  const above = measured.filter((station) => aqiNow(station, today)! > 100);
  const evaluated = sections.filter((section) => weekClassOf(section) !== null);
  return (
    <>
      {t('monitoring.now.leadAir', { measured: measured.length, all: stations.length, above: above.length })}
      {t('monitoring.now.leadWater', { evaluated: evaluated.length, missed: evaluated.filter(isMissed).length })}
    </>
  );
};

const StationRows = ({ stations }: { readonly stations: readonly Station[] }) => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  const areaName = useAreaName();
  return (
    <div className="table-scroll">
      <table className="page-table">
        <thead>
          <tr>
            <th scope="col">{t('monitoring.station')}</th>
            <th scope="col">{t('monitoring.area')}</th>
            <th scope="col">AQI</th>
            {POLLUTANTS.map((pollutant) => (
              <th key={pollutant} scope="col" className="right">
                {pollutant}
              </th>
            ))}
            <th scope="col">{t('monitoring.hour')}</th>
          </tr>
        </thead>
        <tbody>
          {stations.map(({ id, name, areaId, latest, retired }) => (
            <tr key={id}>
              <th scope="row">
                <Link to={`/monitoring/stations/${id}`}>{name}</Link>
                <RetiredMark subject={{ retired }} />
              </th>
              <td>{areaName(areaId)}</td>
              <td>
                {latest === null || latest.aqi === null ? (
                  <span className="aside">{t(latest === null ? 'monitoring.noValue' : 'monitoring.noIndex')}</span>
                ) : (
                  <AqiMark aqi={latest.aqi} />
                )}
              </td>
              {POLLUTANTS.map((pollutant) => (
                <td key={pollutant} className={latest?.primary.includes(pollutant) ? 'right primary' : 'right'}>
                  {latest?.values[pollutant] ?? '–'}
                </td>
              ))}
              <td className={latest && !isOfLate(latest.label, today) ? 'overdue' : undefined}>
                {latest ? minuteText(latest.label) : '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const SectionRows = ({ sections }: { readonly sections: readonly Section[] }) => {
  const { t } = useTranslation();
  const areaName = useAreaName();
  return (
    <div className="table-scroll">
      <table className="page-table">
        <thead>
          <tr>
            <th scope="col">{t('monitoring.section')}</th>
            <th scope="col">{t('monitoring.area')}</th>
            <th scope="col">{t('monitoring.weekClass')}</th>
            <th scope="col">{t('monitoring.target')}</th>
            <th scope="col">{t('monitoring.week')}</th>
            <th scope="col">{t('monitoring.lastRow')}</th>
          </tr>
        </thead>
        <tbody>
          {sections.map((section) => {
            const found = weekClassOf(section);
            return (
              <tr key={section.id}>
                <th scope="row">
                  <Link to={`/monitoring/sections/${section.id}`}>{section.name}</Link>
                  <RetiredMark subject={section} />
                </th>
                <td>{areaName(section.areaId)}</td>
                <td>
                  {found !== null ? (
                    <WaterClassMark waterClass={found} isBeyond={isMissed(section)} />
                  ) : (
                    <span className="aside">{t('monitoring.notEvaluated')}</span>
                  )}
                </td>
                <td>{targetText(section)}</td>
                <td>{section.latest?.week?.label ?? '–'}</td>
                <td>{section.latest ? minuteText(section.latest.at) : '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};

/** What is out of use stands in lists for whoever looks for it, and nowhere else. */
const inUse = <T extends { readonly retired: boolean }>(list: readonly T[] = []): T[] =>
  list.filter(({ retired }) => !retired);

/** What is measured now: the map, the stations, the sections, the outlets. */
export const NowPage = () => {
  const { t } = useTranslation();
  const withRetired = useWithRetired();
  const stations = useStations(withRetired);
  const sections = useSections(withRetired);
  const outlets = useOutlets(withRetired);
  return (
    <Page
      title={t('monitoring.title')}
      lead={
        stations.data && sections.data ? <Lead stations={inUse(stations.data)} sections={inUse(sections.data)} /> : null
      }
      extra={
        <>
          <SubPages />
          <RetiredSwitch />
        </>
      }
    >
      <Part flush>
        <Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} />}>
          <NowMap stations={inUse(stations.data)} sections={inUse(sections.data)} outlets={inUse(outlets.data)} />
        </Suspense>
      </Part>
      <Part
        flush
        title={t('monitoring.now.stations')}
        aside={t('monitoring.now.stationsAside')}
        extra={<AddSubject kind="station" />}
      >
        <Answer query={stations} empty={(items) => items.length === 0} emptyText={t('monitoring.now.noStations')}>
          {(items) => <StationRows stations={items} />}
        </Answer>
      </Part>
      <Part
        flush
        title={t('monitoring.now.sections')}
        aside={t('monitoring.now.sectionsAside')}
        extra={<AddSubject kind="section" />}
      >
        <Answer query={sections} empty={(items) => items.length === 0} emptyText={t('monitoring.now.noSections')}>
          {(items) => <SectionRows sections={items} />}
        </Answer>
      </Part>
      <OutletRowsPart />
    </Page>
  );
};
