import { Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { GB3838_2002 } from '#libs/domain/water/edition.js';
import { useAreaName } from '../reference/names.js';
import { Answer, Page, Section as Part } from '../shell/parts.js';
import { SubPages } from './sub-pages.js';
import { exceedingText } from './water-parts.js';
import {
  type Plant,
  type Source,
  useDrinkingSources,
  usePlantDays,
  useSewagePlants,
  useSourceResults,
} from './water-queries.js';

const percentText = (rate: string | null): string => (rate === null ? '–' : `${rate}%`);
const MOST_MISSING = 6;

const Verdict = ({ isCompliant }: { readonly isCompliant: boolean | null }) => {
  const { t } = useTranslation();
  return isCompliant === null ? (
    <span className="aside">{t('water.supply.unknown')}</span>
  ) : isCompliant ? (
    <>{t('water.supply.compliant')}</>
  ) : (
    <b className="overdue">{t('water.supply.beyond')}</b>
  );
};

const SourceRow = ({ item, onOpen }: { readonly item: Source; readonly onOpen: () => void }) => {
  const { t } = useTranslation();
  const areaName = useAreaName();
  const { source, rates, newest, missing } = item;
  const isShort = rates.sourceRate !== null && rates.compliant < rates.monitored;
  return (
    <tr>
      <th scope="row">
        <button type="button" className="link-button" onClick={onOpen}>
          {source.name}
        </button>
        <span className="aside">
          {' '}
          {t(`water.supply.level.${source.level}`)} {t(`water.supply.water.${source.water}`)}
        </span>
      </th>
      <td>{areaName(source.areaId)}</td>
      <td>
        {newest ? (
          <>
            <Verdict isCompliant={newest.isCompliant} />{' '}
            <span className="aside">
              {newest.sampledOn} {exceedingText(newest.beyond)}
            </span>
          </>
        ) : (
          '–'
        )}
      </td>
      <td className={isShort ? 'right overdue' : 'right'}>
        {percentText(rates.sourceRate)}
        <small>
          {' '}
          {rates.compliant}/{rates.monitored}
        </small>
      </td>
      <td className="right">{percentText(rates.volumeRate)}</td>
      <td className={rates.outletCompliant < rates.outletEvaluated ? 'right overdue' : 'right'}>
        {percentText(rates.outletRate)}
      </td>
      <td className="wraps">
        {missing.length === 0
          ? t('water.supply.noneMissing')
          : `${missing.slice(-MOST_MISSING).join('、')}${missing.length > MOST_MISSING ? ` … ${missing.length}` : ''}`}
      </td>
    </tr>
  );
};

const Results = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const query = useSourceResults(id);
  return (
    <Answer query={query} empty={({ results }) => results.length === 0} emptyText={t('water.supply.noResults')}>
      {({ results }) => (
        <table className="page-table">
          <thead>
            <tr>
              <th scope="col">{t('water.supply.sampledOn')}</th>
              <th scope="col" />
              <th scope="col">{t('water.supply.newest')}</th>
              <th scope="col">{t('water.supply.beyondItems')}</th>
              <th scope="col" className="right">
                {t('water.supply.volume')} <small>{t('water.supply.tenThousandTons')}</small>
              </th>
            </tr>
          </thead>
          <tbody>
            {results.map((one) => (
              <tr key={`${one.kind} ${one.sampledOn}`}>
                <th
                  scope="row"
                  title={Object.entries(one.values)
                    .map(([item, value]) => `${GB3838_2002.basic[item as 'do']?.name ?? item} ${value}`)
                    .join('\n')}
                >
                  {one.sampledOn}
                </th>
                <td>{t(`water.supply.kind.${one.kind}`)}</td>
                <td>
                  <Verdict isCompliant={one.isCompliant} />
                </td>
                <td className="wraps">
                  {exceedingText(one.beyond) || '–'}
                  {one.reportedApart.length > 0 ? (
                    <span className="aside">
                      {' '}
                      {one.reportedApart.map(({ name, value }) => `${name} ${value}`).join('、')}
                    </span>
                  ) : null}
                </td>
                <td className="right">{one.volume ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Answer>
  );
};

const Signals = ({ signals }: { readonly signals: NonNullable<Plant['newest']>['signals'] }) => {
  const { t } = useTranslation();
  return signals.length === 0 ? (
    <span className="aside">{t('water.supply.quiet')}</span>
  ) : (
    <b className="overdue">{signals.map((one) => t(`water.supply.signal.${one}`)).join('、')}</b>
  );
};

const PlantRow = ({ item, onOpen }: { readonly item: Plant; readonly onOpen: () => void }) => {
  const { plant, name, newest } = item;
  return (
    <tr>
      <th scope="row">
        <button type="button" className="link-button" onClick={onOpen}>
          {name}
        </button>
      </th>
      <td className="right">{plant.designCapacity}</td>
      <td className="right">{percentText(newest?.usablePercent ?? null)}</td>
      <td className="right">{percentText(newest?.loadPercent ?? null)}</td>
      <td className="right">{newest?.untreated ?? '–'}</td>
      <td className="right">{newest?.backlog ?? plant.backlogBefore}</td>
      <td className="wraps">{newest ? <Signals signals={newest.signals} /> : '–'}</td>
      <td className="wraps">
        {plant.downstream.map((id) => (
          <Link key={id} to={`/monitoring/sections/${id}`}>
            {id}{' '}
          </Link>
        ))}
      </td>
      <td>{newest?.day ?? '–'}</td>
    </tr>
  );
};

const PlantDays = ({ id, to }: { readonly id: string; readonly to: string | null }) => {
  const { t } = useTranslation();
  const query = usePlantDays(id, to);
  return (
    <Answer query={query} empty={({ days }) => days.length === 0} emptyText={t('water.supply.noDays')}>
      {({ days, loads, plant }) => (
        <>
          <p className="aside">
            {t('water.supply.loads', {
              text: loads.map(({ name, kilograms }) => `${name} ${kilograms ?? '–'} kg`).join('、'),
            })}
          </p>
          <table className="page-table">
            <thead>
              <tr>
                <th scope="col">{t('water.supply.day')}</th>
                <th scope="col" className="right">
                  {t('water.supply.usable')}
                </th>
                <th scope="col" className="right">
                  {t('water.supply.inflow')}
                </th>
                <th scope="col" className="right">
                  {t('water.supply.treated')}
                </th>
                <th scope="col" className="right">
                  {t('water.supply.backlog')}
                </th>
                <th scope="col">{t('water.supply.effluent')}</th>
                <th scope="col">{t('water.supply.signals')}</th>
              </tr>
            </thead>
            <tbody>
              {days.map((day) => (
                <tr key={day.day}>
                  <th scope="row">{day.day}</th>
                  <td className="right">{percentText(day.usablePercent)}</td>
                  <td className="right">{day.inflow ?? '–'}</td>
                  <td className="right">{day.treated ?? '–'}</td>
                  <td className="right">{day.backlog}</td>
                  <td className="wraps">
                    {Object.entries(day.effluent)
                      .map(([item, value]) => `${plant.limits[item]?.name ?? item} ${value}`)
                      .join('、') || '–'}
                  </td>
                  <td className="wraps">
                    <Signals signals={day.signals} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Answer>
  );
};

const Sources = ({
  items,
  onOpen,
}: {
  readonly items: readonly Source[];
  readonly onOpen: (opened: Opened) => void;
}) => {
  const { t } = useTranslation();
  return (
    <div className="table-scroll">
      <table className="page-table">
        <thead>
          <tr>
            <th scope="col">{t('water.supply.name')}</th>
            <th scope="col">{t('monitoring.area')}</th>
            <th scope="col">{t('water.supply.newest')}</th>
            <th scope="col" className="right">
              {t('water.supply.rate')}
            </th>
            <th scope="col" className="right">
              {t('water.supply.volumeRate')}
            </th>
            <th scope="col" className="right">
              {t('water.supply.outletRate')}
            </th>
            <th scope="col">{t('water.supply.missing')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <SourceRow
              key={item.source.id}
              item={item}
              onOpen={() => onOpen({ kind: 'source', id: item.source.id, name: item.source.name })}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Plants = ({ items, onOpen }: { readonly items: readonly Plant[]; readonly onOpen: (opened: Opened) => void }) => {
  const { t } = useTranslation();
  return (
    <div className="table-scroll">
      <table className="page-table">
        <thead>
          <tr>
            <th scope="col">{t('water.supply.name')}</th>
            <th scope="col" className="right">
              {t('water.supply.design')} <small>{t('water.supply.perDay')}</small>
            </th>
            <th scope="col" className="right">
              {t('water.supply.usable')}
            </th>
            <th scope="col" className="right">
              {t('water.supply.load')}
            </th>
            <th scope="col" className="right">
              {t('water.supply.untreated')} <small>m³</small>
            </th>
            <th scope="col" className="right">
              {t('water.supply.backlog')} <small>{t('water.supply.tons')}</small>
            </th>
            <th scope="col">{t('water.supply.signals')}</th>
            <th scope="col">{t('water.supply.downstream')}</th>
            <th scope="col">{t('water.supply.day')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <PlantRow
              key={item.plant.outletId}
              item={item}
              onOpen={() =>
                onOpen({ kind: 'plant', id: item.plant.outletId, name: item.name, to: item.newest?.day ?? null })
              }
            />
          ))}
        </tbody>
      </table>
    </div>
  );
};

interface Opened {
  readonly kind: 'source' | 'plant';
  readonly id: string;
  readonly name: string;
  /** Newest day a plant reported. */
  readonly to?: string | null;
}

/** Drinking-water sources and sewage plants: who complies, what is lacking. */
export const SupplyPage = () => {
  const { t } = useTranslation();
  const sources = useDrinkingSources();
  const plants = useSewagePlants();
  const [opened, setOpened] = useState<Opened | null>(null);
  const rates = sources.data?.rates;
  const rateText = (rate: string | null): string => (rate === null ? t('water.supply.noRate') : `${rate}%`);
  return (
    <Page
      title={t('water.supply.title')}
      lead={
        rates && sources.data && sources.data.items.length > 0
          ? t('water.supply.lead', {
              source: rateText(rates.sourceRate),
              volume: rateText(rates.volumeRate),
              outlet: rateText(rates.outletRate),
            })
          : null
      }
      extra={<SubPages />}
    >
      <Part flush title={t('water.supply.sources')} aside={t('water.supply.sourcesAside')}>
        <Answer query={sources} empty={({ items }) => items.length === 0} emptyText={t('water.supply.sourcesNone')}>
          {({ items }) => <Sources items={items} onOpen={setOpened} />}
        </Answer>
      </Part>
      <Part flush title={t('water.supply.plants')} aside={t('water.supply.plantsAside')}>
        <Answer query={plants} empty={(items) => items.length === 0} emptyText={t('water.supply.plantsNone')}>
          {(items) => <Plants items={items} onOpen={setOpened} />}
        </Answer>
      </Part>
      <Drawer
        open={opened !== null}
        onClose={() => setOpened(null)}
        size={860}
        destroyOnHidden
        title={
          opened
            ? t(opened.kind === 'source' ? 'water.supply.results' : 'water.supply.days', { name: opened.name })
            : ''
        }
      >
        {opened?.kind === 'source' ? <Results id={opened.id} /> : null}
        {opened?.kind === 'plant' ? <PlantDays id={opened.id} to={opened.to ?? null} /> : null}
      </Drawer>
    </Page>
  );
};
