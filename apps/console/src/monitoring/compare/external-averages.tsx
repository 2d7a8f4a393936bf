import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, Drawer, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AIR_AVERAGES } from '#libs/domain/air/comparison.js';
import { WATER_AVERAGES } from '#libs/domain/water/compliance.js';
import { api, type Schemas } from '../../api/client.js';
import { DateInput } from '../../forms/date-controls.js';
import { DecimalInput } from '../../forms/simple-controls.js';
import { useAreas } from '../../reference/names.js';
import { Answer, problemText, Section } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { AverageWrites, WithdrawnAverages } from './average-writes.js';
import { type ExternalAverage, type Medium, useExternalAverages } from './comparison-queries.js';
import { useMeasureName } from './measure-name.js';

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

const RecordForm = ({
  medium,
  known,
  onClose,
}: {
  readonly medium: Medium;
  readonly known: readonly ExternalAverage[];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const areas = useAreas();
  const measureName = useMeasureName();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const save = useMutation({
    mutationFn: ({ from, to, ...rest }: Values) => {
      const same = known.find(
        (one) =>
          one.whose === rest.whose && one.measure === rest.measure && one.period.from === from && one.period.to === to,
      );
      const body: Schemas['RecordExternalAverage'] = {
        ...rest,
        medium,
        period: { label: from.slice(0, 7) === to.slice(0, 7) ? from.slice(0, 7) : `${from} – ${to}`, from, to },
        expectedVersion: same?.version ?? 0,
      };
      return api.POST('/api/external-averages', { body });
    },
    onSuccess: async () => {
      void message.success(t('airComparison.saved'));
      onClose();
      await queries.invalidateQueries({ queryKey: ['external-averages'] });
      await queries.invalidateQueries({ queryKey: ['monitoring'] });
    },
  });
  const required = [{ required: true }];
  return (
    <Form<Values> layout="vertical" onFinish={(values) => save.mutate(values)}>
      <Form.Item name="whose" label={t('airComparison.whose')} rules={[{ required: true, min: 2 }]}>
        <Input maxLength={120} placeholder={t('airComparison.whoseExample')} />
      </Form.Item>
      <Form.Item name="measure" label={t('airComparison.measure')} rules={required}>
        <Select options={MEASURES[medium].map((value) => ({ value, label: measureName(value) }))} />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="from" label={t('airComparison.from')} rules={required}>
          <DateInput allowClear={false} />
        </Form.Item>
        <Form.Item name="to" label={t('airComparison.to')} rules={required}>
          <DateInput allowClear={false} />
        </Form.Item>
      </div>
      <Form.Item name="value" label={t('airComparison.averageValue')} rules={[{ required: true, pattern: DECIMAL }]}>
        <DecimalInput />
      </Form.Item>
      <Form.Item name="areaId" label={t('airComparison.recordedFor')} rules={required}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={[...(areas?.values() ?? [])]
            .filter(({ retired, level }) => !retired && level !== 'village')
            .map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="document" label={t('airComparison.document')} rules={[{ required: true, min: 2 }]}>
        <Input maxLength={120} />
      </Form.Item>
      {save.error ? (
        <div className="form-trouble" role="alert">
          {problemText(save.error)}
        </div>
      ) : null}
      <div className="form-foot">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('airComparison.recordAverage')}
        </Button>
        <Button onClick={onClose}>{t('states.cancel')}</Button>
      </div>
    </Form>
  );
};

/** Averages others publish; they stand beside own figures of exactly their days. */
export const ExternalAverages = ({ medium }: { readonly medium: Medium }) => {
  const { t } = useTranslation();
  const may = useMay();
  const measureName = useMeasureName();
  const query = useExternalAverages(medium);
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      flush
      title={t('airComparison.averages')}
      aside={t('airComparison.averagesAside')}
      extra={
        may('target.manage') ? <Button onClick={() => setOpen(true)}>{t('airComparison.recordAverage')}</Button> : null
      }
    >
      <Answer query={query} rows={2} empty={(items) => items.length === 0} emptyText={t('airComparison.noAverages')}>
        {(items) => (
          <div className="table-scroll">
            <table className="page-table">
              <thead>
                <tr>
                  <th scope="col">{t('airComparison.period')}</th>
                  <th scope="col">{t('airComparison.whose')}</th>
                  <th scope="col">{t('airComparison.measure')}</th>
                  <th scope="col" className="right">
                    {t('airComparison.averageValue')}
                  </th>
                  <th scope="col">{t('airComparison.document')}</th>
                  {may('target.manage') ? <th scope="col" aria-label={t('airComparison.writes.correct')} /> : null}
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
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
                    {may('target.manage') ? (
                      <td>
                        <AverageWrites one={one} />
                      </td>
                    ) : null}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Answer>
      <WithdrawnAverages medium={medium} />
      <Drawer
        open={isOpen}
        onClose={() => setOpen(false)}
        size={560}
        title={t('airComparison.recordAverage')}
        destroyOnHidden
        mask={{ closable: false }}
      >
        <RecordForm medium={medium} known={query.data ?? []} onClose={() => setOpen(false)} />
      </Drawer>
    </Section>
  );
};

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
  return (
    <ul>
      {items.map((one) => (
        <li key={`${one.whose} ${one.measure}`} title={one.document}>
          {t('airComparison.heldAverage', { ...one, measure: measureName(one.measure) })}{' '}
          <b className={one.isWorse ? 'overdue' : 'better'}>
            {Number(one.difference) > 0 ? '+' : ''}
            {one.difference}
          </b>
        </li>
      ))}
    </ul>
  );
};
