import { Form, Input, InputNumber, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { useAreaName } from '../../reference/names.js';
import { type ExternalRanking, type Medium, useExternalRankings } from './comparison-queries.js';
import { AreaItem, DaysItem, isOfDays, NEEDED, NEEDED_TEXT, periodOf, Recorded, RecordForm } from './recorded.js';

interface Values {
  readonly areaId: string;
  readonly list: string;
  readonly measure: string;
  readonly from: string;
  readonly to: string;
  readonly place: number;
  readonly countedFrom: 'top' | 'bottom';
  readonly size: number;
  readonly document: string;
}

const Recording = ({
  medium,
  known,
  onClose,
}: {
  readonly medium: Medium;
  readonly known: readonly ExternalRanking[];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const save = ({ from, to, ...rest }: Values) => {
    const same = known.find(
      (one) =>
        one.areaId === rest.areaId && one.list === rest.list && one.measure === rest.measure && isOfDays(one, from, to),
    );
    return api.POST('/api/external-rankings', {
      body: { ...rest, medium, period: periodOf(from, to), expectedVersion: same?.version ?? 0 },
    });
  };
  return (
    <RecordForm<Values>
      action={t('airComparison.record')}
      first={{ countedFrom: 'top' }}
      keys={['external-rankings']}
      save={save}
      onClose={onClose}
    >
      <AreaItem label={t('airComparison.area')} />
      <Form.Item name="list" label={t('airComparison.list')} rules={NEEDED_TEXT}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="measure" label={t('airComparison.measure')} rules={NEEDED_TEXT}>
        <Input maxLength={120} />
      </Form.Item>
      <DaysItem />
      <div className="form-pair">
        <Form.Item name="countedFrom" label={t('airComparison.countedFrom')} rules={NEEDED}>
          <Segmented
            options={(['top', 'bottom'] as const).map((value) => ({
              value,
              label: t(`airComparison.counted.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="place" label={t('airComparison.place')} rules={NEEDED}>
          <InputNumber min={1} precision={0} />
        </Form.Item>
        <Form.Item name="size" label={t('airComparison.listSize')} rules={NEEDED}>
          <InputNumber min={1} precision={0} />
        </Form.Item>
      </div>
    </RecordForm>
  );
};

const Row = ({ one }: { readonly one: ExternalRanking }) => {
  const { t } = useTranslation();
  const areaName = useAreaName();
  const { yearBefore } = one;
  const change =
    yearBefore === null
      ? '–'
      : (yearBefore.places === 0
          ? t('airComparison.same')
          : yearBefore.places > 0
            ? t('airComparison.up', { n: yearBefore.places })
            : t('airComparison.down', { n: -yearBefore.places })) +
        (yearBefore.sizeDiffers ? t('airComparison.differs') : '');
  return (
    <tr>
      <th scope="row">{one.period.label}</th>
      <td>{areaName(one.areaId)}</td>
      <td className="wraps">{one.list}</td>
      <td>{one.measure}</td>
      <td className="right">
        {t(`airComparison.${one.countedFrom}`, { n: one.place })}
        <small>{t('airComparison.of', { n: one.size })}</small>
      </td>
      <td>{change}</td>
      <td className="wraps">{one.document}</td>
    </tr>
  );
};

/** Places in lists made elsewhere. */
export const ExternalView = ({ medium }: { readonly medium: Medium }) => {
  const { t } = useTranslation();
  return (
    <Recorded
      title={t('airComparison.external')}
      aside={t('airComparison.externalAside')}
      none={t('airComparison.noExternal')}
      action={t('airComparison.record')}
      query={useExternalRankings(medium)}
      heads={[
        t('airComparison.period'),
        t('airComparison.area'),
        t('airComparison.list'),
        t('airComparison.measure'),
        { right: t('airComparison.place') },
        t('airComparison.yearBefore'),
        t('airComparison.document'),
      ]}
      row={(one) => <Row key={one.id} one={one} />}
      form={(known, onClose) => <Recording medium={medium} known={known} onClose={onClose} />}
    />
  );
};
