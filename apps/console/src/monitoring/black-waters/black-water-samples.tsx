import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Answer } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import type { WaterWrite } from '../waters/water-drawer.js';
import { type BlackWaterDetail, type Grade, useBlackWater } from './black-queries.js';
import { useBlackWrites } from './black-writes.js';
import { comma } from '../../texts/joined.js';
import { termText } from '../../reference/terms.js';
import { PageTable } from '../../shell/page-table.js';

const ITEMS = ['clarity', 'depth', 'do', 'orp', 'nh3n'] as const;

/** How black a water is, in the words of the guide. */
export const GradeMark = ({ grade }: { readonly grade: Grade }) => {
  const { t } = useTranslation();
  return grade === null ? <>{t('blackWaters.notBlack')}</> : <b className="overdue">{termText(grade)}</b>;
};

const useValuesText = () => {
  const { t } = useTranslation();
  return (values: Readonly<Record<string, string>>): string =>
    ITEMS.flatMap((item) =>
      values[item] === undefined
        ? []
        : [`${t(`blackWaters.items.${item}`)} ${values[item]} ${t(`blackWaters.units.${item}`)}`],
    ).join(comma());
};

const Months = ({ months }: Pick<BlackWaterDetail, 'months'>) => {
  const { t } = useTranslation();
  const valuesText = useValuesText();
  return (
    <PageTable
      heads={[
        t('blackWaters.month'),
        t('blackWaters.grade'),
        t('blackWaters.point'),
        t('blackWaters.means'),
        { right: t('blackWaters.samples') },
      ]}
    >
      {months.flatMap(({ month, grade, points }) =>
        points.map((point, n) => (
          <tr key={`${month} ${point.point}`}>
            <th scope="row">{n === 0 ? month : ''}</th>
            <td>{n === 0 ? <GradeMark grade={grade} /> : null}</td>
            <td>
              {point.pointName} <GradeMark grade={point.grade} />
            </td>
            <td className="wraps">{valuesText(point.means)}</td>
            <td className="right">{point.samples}</td>
          </tr>
        )),
      )}
    </PageTable>
  );
};

/** A black water month by month and sample by sample, with what may be written of it. */
export const BlackWaterSamples = ({
  id,
  onWrite,
}: {
  readonly id: string;
  readonly onWrite: (write: WaterWrite) => void;
}) => {
  const { t } = useTranslation();
  const may = useMay();
  const query = useBlackWater(id);
  const writes = useBlackWrites();
  const valuesText = useValuesText();
  const water = may('subject.manage') ? query.data?.water : undefined;
  return (
    <>
      {water ? (
        <div className="row-fields">
          <Button size="small" type="primary" onClick={() => onWrite(writes.record(water))}>
            {t('blackWaters.record')}
          </Button>
          <Button size="small" onClick={() => onWrite(writes.move(water))}>
            {t('blackWaters.move')}
          </Button>
          <Button size="small" onClick={() => onWrite(writes.mend(water))}>
            {t('blackWaters.mend')}
          </Button>
          <Button size="small" onClick={() => onWrite(writes.edit(water))}>
            {t('blackWaters.edit')}
          </Button>
        </div>
      ) : null}
      <Answer query={query}>
        {(found) => (
          <>
            <h3>{t('blackWaters.history')}</h3>
            <ul>
              {[...found.water.standings].reverse().map(({ standing, from, basis }) => (
                <li key={from}>
                  {from} {t(`blackWaters.standings.${standing}`)} <span className="aside">{basis}</span>
                </li>
              ))}
            </ul>
            {found.samples.length === 0 ? (
              <p className="aside">{t('blackWaters.noSamples')}</p>
            ) : (
              <>
                <h3>{t('blackWaters.months')}</h3>
                <Months months={found.months} />
                <h3>{t('blackWaters.results')}</h3>
                <table className="page-table">
                  <thead>
                    <tr>
                      <th scope="col">{t('blackWaters.sampledOn')}</th>
                      <th scope="col">{t('blackWaters.point')}</th>
                      <th scope="col">{t('blackWaters.grade')}</th>
                      <th scope="col">{t('blackWaters.values')}</th>
                      <th scope="col">{t('blackWaters.by')}</th>
                      <th scope="col" />
                    </tr>
                  </thead>
                  <tbody>
                    {found.samples.map((one) => (
                      <tr key={`${one.sampledOn} ${one.point}`}>
                        <th scope="row">{one.sampledOn}</th>
                        <td>{one.pointName}</td>
                        <td>
                          <GradeMark grade={one.grade} />
                        </td>
                        <td className="wraps">{valuesText(one.values)}</td>
                        <td>{one.recordedBy}</td>
                        <td>
                          {water ? (
                            <Button type="link" size="small" onClick={() => onWrite(writes.correct(water, one))}>
                              {t('blackWaters.correct')}
                            </Button>
                          ) : null}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </>
            )}
          </>
        )}
      </Answer>
    </>
  );
};
