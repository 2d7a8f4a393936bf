import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { GB3838_2002 } from '#libs/domain/water/edition.js';
import { useAreaName } from '../../reference/names.js';
import { Answer } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { useSourceWrites } from './source-writes.js';
import type { WaterWrite } from '../waters/water-drawer.js';
import { exceedingText, percentText } from '../waters/water-parts.js';
import { type Source, useSourceResults } from '../waters/water-queries.js';
import { comma } from '../../texts/joined.js';
import { termText } from '../../reference/terms.js';

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
        {rates.sources.monitored === 0 ? '–' : t(isShort ? 'water.supply.beyond' : 'water.supply.compliant')}
        <div className="aside">
          {t('water.supply.periods', { part: rates.compliant, of: rates.monitored })} {percentText(rates.sourceRate)}
        </div>
        {missing.length > 0 ? (
          <div className="aside">{t('water.supply.ratesMissing', { n: missing.length })}</div>
        ) : null}
      </td>
      <td className="right">{percentText(rates.volumeRate)}</td>
      <td className={rates.outletCompliant < rates.outletEvaluated ? 'right overdue' : 'right'}>
        {percentText(rates.outletRate)}
      </td>
      <td className="wraps">
        {missing.length === 0
          ? t('water.supply.noneMissing')
          : `${missing.slice(-MOST_MISSING).join(comma())}${missing.length > MOST_MISSING ? ` … ${missing.length}` : ''}`}
      </td>
    </tr>
  );
};

/** Sources with their newest result and their rates. */
export const Sources = ({
  items,
  onOpen,
}: {
  readonly items: readonly Source[];
  readonly onOpen: (source: Source['source']) => void;
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
            <SourceRow key={item.source.id} item={item} onOpen={() => onOpen(item.source)} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** Results of a source with what may be written of it. */
export const SourceResults = ({
  id,
  onWrite,
}: {
  readonly id: string;
  readonly onWrite: (write: WaterWrite) => void;
}) => {
  const { t } = useTranslation();
  const may = useMay();
  const query = useSourceResults(id);
  const writes = useSourceWrites();
  const detail = may('subject.manage') ? query.data : undefined;
  return (
    <>
      {detail ? (
        <div className="row-fields">
          <Button size="small" type="primary" onClick={() => onWrite(writes.record(detail, 'source'))}>
            {t('water.forms.addSourceResult')}
          </Button>
          <Button size="small" onClick={() => onWrite(writes.record(detail, 'outlet'))}>
            {t('water.forms.addOutletResult')}
          </Button>
          <Button size="small" onClick={() => onWrite(writes.edit(detail.source))}>
            {t('water.forms.editSource')}
          </Button>
        </div>
      ) : null}
      <Answer query={query} empty={({ results }) => results.length === 0} emptyText={t('water.supply.noResults')}>
        {({ results }) => (
          <table className="page-table">
            <thead>
              <tr>
                <th scope="col">{t('water.supply.sampledOn')}</th>
                <th scope="col">{t('water.supply.sampledAt')}</th>
                <th scope="col">{t('water.supply.result')}</th>
                <th scope="col">{t('water.supply.beyondItems')}</th>
                <th scope="col" className="right">
                  {t('water.supply.volume')} <small>{t('water.supply.tenThousandTons')}</small>
                </th>
                <th scope="col" />
              </tr>
            </thead>
            <tbody>
              {results.map((one) => (
                <tr key={`${one.kind} ${one.sampledOn}`}>
                  <th
                    scope="row"
                    title={Object.entries(one.values)
                      .map(([item, value]) => `${termText(GB3838_2002.basic[item as 'do']?.name ?? item)} ${value}`)
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
                        {one.reportedApart.map(({ name, value }) => `${termText(name)} ${value}`).join(comma())}
                      </span>
                    ) : null}
                  </td>
                  <td className="right">{one.volume ?? '–'}</td>
                  <td>
                    {detail ? (
                      <Button type="link" size="small" onClick={() => onWrite(writes.correct(detail, one))}>
                        {t('water.forms.correct')}
                      </Button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Answer>
    </>
  );
};
