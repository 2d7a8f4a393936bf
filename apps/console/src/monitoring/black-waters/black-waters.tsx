import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAreaName } from '../../reference/names.js';
import { Answer, Section as Part } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { WaterDrawer, type WaterWrite } from '../waters/water-drawer.js';
import { GradeMark } from './black-water-samples.js';
import { type BlackWater, useBlackWaters } from './black-queries.js';
import { useBlackWrites } from './black-writes.js';
import { SampleFiles } from './sample-files.js';
import { comma } from '../../texts/joined.js';
import { PageTable } from '../../shell/page-table.js';

const Row = ({
  item,
  fewest,
  onOpen,
}: {
  readonly item: BlackWater;
  readonly fewest: number;
  readonly onOpen: () => void;
}) => {
  const { t } = useTranslation();
  const areaName = useAreaName();
  const { water, then, cleanMonths, months } = item;
  const last = water.standings.at(-1)!;
  const size = [
    water.lengthMetres === null ? null : t('blackWaters.metres', { n: water.lengthMetres }),
    water.surfaceSquareMetres === null ? null : t('blackWaters.squareMetres', { n: water.surfaceSquareMetres }),
  ];
  return (
    <tr>
      <th scope="row">
        <button type="button" className="link-button" onClick={onOpen}>
          {water.name}
        </button>
        <span className="aside"> {water.reach}</span>
      </th>
      <td>{areaName(water.areaId)}</td>
      <td>{size.filter((one) => one !== null).join(comma())}</td>
      <td title={last.basis}>
        {t(`blackWaters.standings.${last.standing}`)}{' '}
        <span className="aside">{t('blackWaters.since', { day: last.from })}</span>
      </td>
      <td>
        {months[0] ? (
          <>
            <GradeMark grade={months[0].grade} /> <span className="aside">{months[0].month}</span>
          </>
        ) : (
          <span className="aside">{t('blackWaters.notMeasured')}</span>
        )}
      </td>
      <td className={then?.isRelapsed ? 'overdue' : undefined}>
        {then?.isRelapsed ? t('blackWaters.relapsed') : then?.isEliminated ? t('blackWaters.eliminated') : '–'}
      </td>
      <td className="right">
        {last.standing === 'listed' ? '–' : t('blackWaters.cleanOf', { n: cleanMonths, fewest })}
      </td>
    </tr>
  );
};

/** Black and malodorous waters: how they stand on their list, what was measured, and which share is gone. */
export const BlackWaters = ({ onOpen }: { readonly onOpen: (id: string) => void }) => {
  const { t } = useTranslation();
  const may = useMay();
  const query = useBlackWaters();
  const writes = useBlackWrites();
  const [write, setWrite] = useState<WaterWrite | null>(null);
  const { data } = query;
  return (
    <>
      <Part
        flush
        title={t('blackWaters.title')}
        aside={t('blackWaters.aside')}
        extra={
          may('subject.manage') && data ? (
            <>
              <SampleFiles />{' '}
              <Button size="small" onClick={() => setWrite(writes.add(data.items.map(({ water }) => water.id)))}>
                {t('blackWaters.add')}
              </Button>
            </>
          ) : null
        }
      >
        <Answer query={query} rows={3} empty={({ items }) => items.length === 0} emptyText={t('blackWaters.none')}>
          {({ items, elimination, fewestCleanMonths }) => (
            <>
              <p className="more">
                {t('blackWaters.lead', {
                  ...elimination,
                  rate: elimination.rate === null ? t('blackWaters.noRate') : `${elimination.rate}%`,
                })}
              </p>
              <PageTable
                heads={[
                  t('blackWaters.name'),
                  t('monitoring.area'),
                  t('blackWaters.size'),
                  t('blackWaters.standing'),
                  t('blackWaters.newest'),
                  t('blackWaters.outcome'),
                  { right: t('blackWaters.clean') },
                ]}
              >
                {items.map((item) => (
                  <Row
                    key={item.water.id}
                    item={item}
                    fewest={fewestCleanMonths}
                    onOpen={() => onOpen(item.water.id)}
                  />
                ))}
              </PageTable>
            </>
          )}
        </Answer>
      </Part>
      <WaterDrawer write={write} onClose={() => setWrite(null)} />
    </>
  );
};
