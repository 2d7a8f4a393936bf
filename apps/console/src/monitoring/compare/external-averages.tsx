import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { AIR_AVERAGES } from '#libs/domain/air/comparison.js';
import { WATER_AVERAGES } from '#libs/domain/water/compliance.js';
import { api } from '../../api/client.js';
import { DecimalInput } from '../../forms/simple-controls.js';
import { useMay } from '../../shell/session.js';
import { AverageWrites, WithdrawnAverages } from './average-writes.js';
import { type ExternalAverage, type Medium, useExternalAverages } from './comparison-queries.js';
import { POLLUTANTS, type Pollutant, unitOf } from '../monitoring-queries.js';
import { useMeasureName } from './measure-name.js';
import { AreaItem, DaysItem, isOfDays, NEEDED, NEEDED_TEXT, periodOf, Recorded, RecordForm } from './recorded.js';

const MEASURES: Readonly<Record<Medium, readonly string[]>> = { air: AIR_AVERAGES, water: WATER_AVERAGES };
const DECIMAL = /^\d{1,5}(\.\d{1,4})?$/;

interface Values {
  readonly areaId: string;
  readonly whose: string;
  readonly measure: string;
  readonly from: string;
  readonly to: string;
  readonly value: string;
  readonly document: string;
}

const Recording = ({
  medium,
  known,
  onClose,
}: {
  readonly medium: Medium;
  readonly known: readonly ExternalAverage[];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const measureName = useMeasureName();
  const save = ({ from, to, ...rest }: Values) => {
    const same = known.find(
      (one) => one.whose === rest.whose && one.measure === rest.measure && isOfDays(one, from, to),
    );
    return api.POST('/api/external-averages', {
      body: { ...rest, medium, period: periodOf(from, to), expectedVersion: same?.version ?? 0 },
    });
  };
  return (
    <RecordForm<Values>
      action={t('airComparison.recordAverage')}
      keys={['external-averages', 'monitoring']}
      save={save}
      onClose={onClose}
    >
      <Form.Item name="whose" label={t('airComparison.whose')} rules={NEEDED_TEXT}>
        <Input maxLength={120} placeholder={t('airComparison.whoseExample')} />
      </Form.Item>
      <Form.Item name="measure" label={t('airComparison.measure')} rules={NEEDED}>
        <Select options={MEASURES[medium].map((value) => ({ value, label: measureName(value) }))} />
      </Form.Item>
      <DaysItem />
      <Form.Item
        name="value"
        label={t('airComparison.averageValue')}
        rules={[...NEEDED, { pattern: DECIMAL, message: t('forms.invalidDecimal') }]}
      >
        <DecimalInput />
      </Form.Item>
      <AreaItem label={t('airComparison.recordedFor')} />
    </RecordForm>
  );
};

/** Averages others publish; they stand beside own figures of exactly their days. */
export const ExternalAverages = ({ medium }: { readonly medium: Medium }) => {
  const { t } = useTranslation();
  const mayManage = useMay()('target.manage');
  const measureName = useMeasureName();
  return (
    <Recorded
      title={t('airComparison.averages')}
      aside={t('airComparison.averagesAside')}
      none={t('airComparison.noAverages')}
      action={t('airComparison.recordAverage')}
      query={useExternalAverages(medium)}
      heads={[
        t('airComparison.period'),
        t('airComparison.whose'),
        t('airComparison.measure'),
        { right: t('airComparison.averageValue') },
        t('airComparison.document'),
        ...(mayManage ? [{ unseen: t('airComparison.writes.correct') }] : []),
      ]}
      row={(one) => (
        <tr key={one.id}>
          <th scope="row">{one.period.label}</th>
          <td>{one.whose}</td>
          <td>{measureName(one.measure)}</td>
          <td className="right">{one.value}</td>
          <td className="wraps">
            {one.document}
            {one.version > 1 ? (
              <span className="aside"> {t('airComparison.versionOf', { n: one.version })}</span>
            ) : null}
          </td>
          {mayManage ? (
            <td>
              <AverageWrites one={one} />
            </td>
          ) : null}
        </tr>
      )}
      form={(known, onClose) => <Recording medium={medium} known={known} onClose={onClose} />}
    >
      <WithdrawnAverages medium={medium} />
    </Recorded>
  );
};

const isPollutant = (measure: string): measure is Pollutant => (POLLUTANTS as readonly string[]).includes(measure);

/** Where figures stand to recorded averages of the same days. */
export const HeldAverages = ({
  items,
}: {
  readonly items: readonly {
    readonly whose: string;
    readonly measure: string;
    readonly value: string | number;
    readonly own: string | number;
    readonly difference: string | number;
    readonly isWorse: boolean;
    readonly document: string;
  }[];
}) => {
  const { t } = useTranslation();
  const measureName = useMeasureName();
  // An index has no unit; every other measure here is a share, whose differences are points.
  const unitText = (measure: string): string =>
    isPollutant(measure) ? ` ${unitOf(measure)}` : measure === 'composite-index' ? '' : t('airComparison.points');
  return (
    <ul>
      {items.map((one) => (
        <li key={`${one.whose} ${one.measure}`} title={one.document}>
          {t('airComparison.heldAverage', { ...one, measure: measureName(one.measure) })}{' '}
          <b className={one.isWorse ? 'overdue' : 'better'}>
            {Number(one.difference) > 0 ? '+' : ''}
            {one.difference}
            {unitText(one.measure)}
          </b>
        </li>
      ))}
    </ul>
  );
};
