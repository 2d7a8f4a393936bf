import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, Drawer, Form, Input, InputNumber, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schemas } from '../../api/client.js';
import { DateInput } from '../../forms/date-controls.js';
import { useAreaName, useAreas } from '../../reference/names.js';
import { Answer, problemText, Section } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { type ExternalRanking, type Medium, useExternalRankings } from './comparison-queries.js';

interface Values {
  readonly areaId: string;
  readonly list: string;
  readonly measure: string;
  readonly from: string;
  readonly to: string;
  readonly place: number;
  readonly countedFrom: 'top' | 'bottom';
  readonly size: number;
  readonly value?: string;
  readonly document: string;
}

const RecordForm = ({
  medium,
  known,
  onClose,
}: {
  readonly medium: Medium;
  readonly known: readonly ExternalRanking[];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const areas = useAreas();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const save = useMutation({
    mutationFn: ({ from, to, value, ...rest }: Values) => {
      const same = known.find(
        (one) =>
          one.areaId === rest.areaId &&
          one.list === rest.list &&
          one.measure === rest.measure &&
          one.period.from === from &&
          one.period.to === to,
      );
      const body: Schemas['RecordExternalRanking'] = {
        ...rest,
        medium,
        ...(value ? { value } : {}),
        period: { label: from.slice(0, 7) === to.slice(0, 7) ? from.slice(0, 7) : `${from} – ${to}`, from, to },
        expectedVersion: same?.version ?? 0,
      };
      return api.POST('/api/external-rankings', { body });
    },
    onSuccess: async () => {
      void message.success(t('airComparison.saved'));
      onClose();
      await queries.invalidateQueries({ queryKey: ['external-rankings'] });
    },
  });
  const required = [{ required: true }];
  return (
    <Form<Values> layout="vertical" initialValues={{ countedFrom: 'top' }} onFinish={(values) => save.mutate(values)}>
      <Form.Item name="areaId" label={t('airComparison.area')} rules={required}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={[...(areas?.values() ?? [])]
            .filter(({ retired, level }) => !retired && level !== 'village')
            .map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="list" label={t('airComparison.list')} rules={[{ required: true, min: 2 }]}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="measure" label={t('airComparison.measure')} rules={[{ required: true, min: 2 }]}>
        <Input maxLength={120} />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="from" label={t('airComparison.from')} rules={required}>
          <DateInput allowClear={false} />
        </Form.Item>
        <Form.Item name="to" label={t('airComparison.to')} rules={required}>
          <DateInput allowClear={false} />
        </Form.Item>
      </div>
      <div className="form-pair">
        <Form.Item name="countedFrom" label={t('airComparison.countedFrom')} rules={required}>
          <Segmented
            options={(['top', 'bottom'] as const).map((value) => ({
              value,
              label: t(`airComparison.counted.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="place" label={t('airComparison.place')} rules={required}>
          <InputNumber min={1} precision={0} />
        </Form.Item>
        <Form.Item name="size" label={t('airComparison.listSize')} rules={required}>
          <InputNumber min={1} precision={0} />
        </Form.Item>
      </div>
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
          {t('airComparison.record')}
        </Button>
        <Button onClick={onClose}>{t('states.cancel')}</Button>
      </div>
    </Form>
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
  const may = useMay();
  const query = useExternalRankings(medium);
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      flush
      title={t('airComparison.external')}
      aside={t('airComparison.externalAside')}
      extra={may('target.manage') ? <Button onClick={() => setOpen(true)}>{t('airComparison.record')}</Button> : null}
    >
      <Answer query={query} empty={(items) => items.length === 0} emptyText={t('airComparison.noExternal')}>
        {(items) => (
          <div className="table-scroll">
            <table className="page-table">
              <thead>
                <tr>
                  <th scope="col">{t('airComparison.period')}</th>
                  <th scope="col">{t('airComparison.area')}</th>
                  <th scope="col">{t('airComparison.list')}</th>
                  <th scope="col">{t('airComparison.measure')}</th>
                  <th scope="col" className="right">
                    {t('airComparison.place')}
                  </th>
                  <th scope="col">{t('airComparison.yearBefore')}</th>
                  <th scope="col">{t('airComparison.document')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <Row key={one.id} one={one} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Answer>
      <Drawer
        open={isOpen}
        onClose={() => setOpen(false)}
        size={560}
        title={t('airComparison.record')}
        destroyOnHidden
        mask={{ closable: false }}
      >
        <RecordForm medium={medium} known={query.data ?? []} onClose={() => setOpen(false)} />
      </Drawer>
    </Section>
  );
};
