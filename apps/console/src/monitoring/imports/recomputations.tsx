import { Button, DatePicker, Form, Input, Modal, Progress, Segmented, Select } from 'antd';
import type dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAreaName, useAreas } from '../../reference/names.js';
import { useSections, useStations } from '../monitoring-queries.js';
import { Answer, problemText, Section } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { minuteText } from '../../shell/time.js';
import { PageTable } from '../../shell/page-table.js';
import { type Recomputation, requestRecomputation, useImportWrite, useRecomputations } from './import-queries.js';

/** What somebody can ask for; what rests on dust days is asked for by recognising them. */
type Kind = Exclude<Recomputation['kind'], 'dust'>;
interface Values {
  readonly kind: Kind;
  readonly span: readonly [dayjs.Dayjs, dayjs.Dayjs];
  readonly areaId?: string;
  readonly ids?: readonly string[];
  readonly reason: string;
}

const Ask = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch('kind', form) ?? 'air';
  const areaId = Form.useWatch('areaId', form);
  const ids = Form.useWatch('ids', form) ?? [];
  const [stations, sections, areas] = [useStations().data, useSections().data, useAreas()];
  const subjects = (kind === 'air' ? stations : sections) ?? [];
  const write = useImportWrite(requestRecomputation, 'asked', onClose);
  const ask = ({ span, reason }: Values): void =>
    write.mutate({
      kind,
      from: span[0].format('YYYY-MM-DD'),
      to: span[1].format('YYYY-MM-DD'),
      ...(areaId === undefined ? {} : { areaId }),
      ...(ids.length > 0 ? { [kind === 'air' ? 'stationIds' : 'sectionIds']: ids } : {}),
      reason: reason.trim(),
    });
  return (
    <Modal
      open
      title={t('imports.newRecomputation')}
      okButtonProps={{ loading: write.isPending }}
      cancelText={t('states.cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Values> form={form} layout="vertical" initialValues={{ kind: 'air' }} onFinish={ask}>
        <Form.Item name="kind" label={t('imports.what')}>
          <Segmented<Kind>
            options={(['air', 'water'] as const).map((one) => ({ value: one, label: t(`imports.kinds.${one}`) }))}
            onChange={() => form.setFieldValue('ids', [])}
          />
        </Form.Item>
        <Form.Item name="span" label={`${t('imports.from')} – ${t('imports.to')}`} rules={[{ required: true }]}>
          <DatePicker.RangePicker allowClear={false} />
        </Form.Item>
        <Form.Item name="areaId" label={t('imports.area')}>
          <Select
            allowClear
            disabled={ids.length > 0}
            showSearch={{ optionFilterProp: 'label' }}
            options={[...(areas?.values() ?? [])]
              .filter(({ retired }) => !retired)
              .map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item name="ids" label={t(kind === 'air' ? 'imports.stations' : 'imports.sections')}>
          <Select
            mode="multiple"
            disabled={areaId !== undefined}
            showSearch={{ optionFilterProp: 'label' }}
            options={subjects.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item name="reason" label={t('imports.reason')} rules={[{ required: true, whitespace: true, min: 2 }]}>
          <Input.TextArea maxLength={500} />
        </Form.Item>
        {write.error ? (
          <div className="form-trouble" role="alert">
            {problemText(write.error)}
          </div>
        ) : null}
      </Form>
    </Modal>
  );
};

/** Of what a recomputation is: all, an area with its subjects, or some subjects. */
const OfWhat = ({ one }: { readonly one: Recomputation }) => {
  const { t } = useTranslation();
  const areaName = useAreaName();
  const ids = one.stationIds ?? one.sectionIds;
  const name = one.areaId === null ? null : areaName(one.areaId);
  const which =
    ids === null
      ? t('imports.whole')
      : name === null
        ? t('imports.someOf', { n: ids.length })
        : t('imports.areaOf', { name, n: ids.length });
  return `${t(`imports.kinds.${one.kind}`)} · ${which}`;
};

/** What came out otherwise. Dust days change no hour, day or week, but what is made of days. */
const Changed = ({ one }: { readonly one: Recomputation }) => {
  const { t } = useTranslation();
  if (one.kind === 'dust') return t('imports.restated');
  return one.kind === 'air'
    ? t('imports.changedAir', { hours: one.changedHours, days: one.changedDays })
    : t('imports.changedWater', { weeks: one.changedWeeks, months: one.changedMonths });
};

/** Days, weeks and months worked out again on somebody's word: how far each is, and what came out otherwise. */
export const Recomputations = () => {
  const { t } = useTranslation();
  const may = useMay();
  const [isAsking, setAsking] = useState(false);
  const work = useRecomputations();
  const all = { ...work, data: work.data?.pages.flatMap(({ items }) => items) };
  return (
    <Section
      flush
      title={t('imports.recomputations')}
      aside={t('imports.recomputationsAside')}
      extra={
        may('data.review') ? <Button onClick={() => setAsking(true)}>{t('imports.newRecomputation')}</Button> : null
      }
    >
      <Answer query={all} empty={(items) => items.length === 0} emptyText={t('imports.noRecomputations')} rows={3}>
        {(items) => (
          <PageTable
            heads={[
              t('imports.what'),
              t('imports.from'),
              t('imports.to'),
              t('imports.reason'),
              t('imports.when'),
              t('imports.progress'),
              t('imports.changed'),
            ]}
          >
            {items.map((one) => (
              <tr key={one.id}>
                <td>
                  <OfWhat one={one} />
                </td>
                <td>{one.from}</td>
                <td>{one.to}</td>
                <td className="wraps">{one.reason}</td>
                <td>{minuteText(one.requestedAt)}</td>
                <td>
                  <Progress percent={one.percent} size="small" />
                </td>
                <td>
                  <Changed one={one} />
                </td>
              </tr>
            ))}
          </PageTable>
        )}
      </Answer>
      {work.hasNextPage ? (
        <Button loading={work.isFetchingNextPage} onClick={() => void work.fetchNextPage()}>
          {t('imports.more')}
        </Button>
      ) : null}
      {isAsking ? <Ask onClose={() => setAsking(false)} /> : null}
    </Section>
  );
};
