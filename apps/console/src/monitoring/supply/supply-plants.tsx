import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Answer } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { useSections } from '../monitoring-queries.js';
import { usePlantWrites } from './plant-writes.js';
import type { WaterWrite } from '../waters/water-drawer.js';
import { percentText } from '../waters/water-parts.js';
import { type Plant, usePlantDays } from '../waters/water-queries.js';
import { comma } from '../../texts/joined.js';
import { termText } from '../../reference/terms.js';

const Signals = ({ signals }: { readonly signals: NonNullable<Plant['newest']>['signals'] }) => {
  const { t } = useTranslation();
  return signals.length === 0 ? (
    <span className="aside">{t('water.supply.quiet')}</span>
  ) : (
    <b className="overdue">{signals.map((one) => t(`water.supply.signal.${one}`)).join(comma())}</b>
  );
};

const Standing = ({
  newest,
  outdated,
}: {
  readonly newest: NonNullable<Plant['newest']>;
  readonly outdated: Plant['outdated'];
}) => {
  const { t } = useTranslation();
  if (!outdated) return <Signals signals={newest.signals} />;
  // What stood on a day long past says nothing of how the plant runs now: quiet then is not quiet.
  return (
    <>
      <div className="overdue">
        {t('water.supply.outdated', { day: newest.day, n: outdated.afterDays, since: outdated.since })}
      </div>
      {newest.signals.length > 0 ? <Signals signals={newest.signals} /> : null}
    </>
  );
};

const PlantRow = ({ item, onOpen }: { readonly item: Plant; readonly onOpen: () => void }) => {
  const { t } = useTranslation();
  const { plant, name, newest, outdated } = item;
  const sections = useSections().data ?? [];
  return (
    <tr>
      <th scope="row">
        <button type="button" className="link-button" onClick={onOpen}>
          {name}
        </button>{' '}
        <Link to={`/monitoring/outlets/${plant.outletId}`}>{t('monitoring.kinds.outlet')}</Link>
      </th>
      <td className="right">{plant.designCapacity}</td>
      <td className="right">{percentText(newest?.usablePercent ?? null)}</td>
      <td className="right">{percentText(newest?.loadPercent ?? null)}</td>
      <td className="right">{newest?.untreated ?? '–'}</td>
      <td className="right">{newest?.backlog ?? plant.backlogBefore}</td>
      <td className="wraps">{newest ? <Standing newest={newest} outdated={outdated} /> : '–'}</td>
      <td className="wraps">
        {plant.downstream.map((id) => (
          <Link key={id} to={`/monitoring/sections/${id}`}>
            {sections.find((one) => one.id === id)?.name ?? id}{' '}
          </Link>
        ))}
      </td>
      <td className={outdated ? 'overdue' : undefined}>{newest?.day ?? '–'}</td>
    </tr>
  );
};

/** Plants with the newest day each reported. */
export const Plants = ({
  items,
  onOpen,
}: {
  readonly items: readonly Plant[];
  readonly onOpen: (plant: Plant) => void;
}) => {
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
            <PlantRow key={item.plant.outletId} item={item} onOpen={() => onOpen(item)} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** Days of a plant with what may be written of it. */
export const PlantDays = ({
  id,
  to,
  onWrite,
}: {
  readonly id: string;
  readonly to: string | null;
  readonly onWrite: (write: WaterWrite) => void;
}) => {
  const { t } = useTranslation();
  const may = useMay();
  const query = usePlantDays(id, to);
  const writes = usePlantWrites();
  const detail = may('subject.manage') ? query.data : undefined;
  return (
    <>
      {detail ? (
        <div className="row-fields">
          <Button size="small" type="primary" onClick={() => onWrite(writes.report(detail))}>
            {t('water.forms.reportDay')}
          </Button>
          <Button size="small" onClick={() => onWrite(writes.edit(detail.plant))}>
            {t('water.forms.editPlant')}
          </Button>
        </div>
      ) : null}
      <Answer query={query} empty={({ days }) => days.length === 0} emptyText={t('water.supply.noDays')}>
        {({ days, loads, plant }) => (
          <>
            <p className="aside">
              {t('water.supply.loads', {
                text: loads.map(({ name, kilograms }) => `${termText(name)} ${kilograms ?? '–'} kg`).join(comma()),
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
                  <th scope="col" />
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
                        .map(([item, value]) => `${termText(plant.limits[item]?.name ?? item)} ${value}`)
                        .join(comma()) || '–'}
                    </td>
                    <td className="wraps">
                      <Signals signals={day.signals} />
                    </td>
                    <td>
                      {detail ? (
                        <Button type="link" size="small" onClick={() => onWrite(writes.correct(detail, day))}>
                          {t('water.forms.correct')}
                        </Button>
                      ) : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </Answer>
    </>
  );
};
