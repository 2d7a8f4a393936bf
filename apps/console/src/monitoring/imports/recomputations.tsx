import { Button, DatePicker, Form, Input, Modal, Progress, Select } from 'antd';
import type dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStations } from '../monitoring-queries.js';
import { Answer, problemText, Section } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { minuteText } from '../../shell/time.js';
import { requestRecomputation, useImportWrite, useRecomputations } from './import-queries.js';

interface Values {
  readonly span: readonly [dayjs.Dayjs, dayjs.Dayjs];
  readonly stationIds?: readonly string[];
  readonly reason: string;
}

const Ask = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const stations = useStations().data ?? [];
  const write = useImportWrite(requestRecomputation, 'asked', onClose);
  const ask = ({ span, stationIds = [], reason }: Values): void =>
    write.mutate({
      from: span[0].format('YYYY-MM-DD'),
      to: span[1].format('YYYY-MM-DD'),
      ...(stationIds.length > 0 ? { stationIds } : {}),
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
      <Form<Values> form={form} layout="vertical" onFinish={ask}>
        <Form.Item name="span" label={`${t('imports.from')} – ${t('imports.to')}`} rules={[{ required: true }]}>
          <DatePicker.RangePicker allowClear={false} />
        </Form.Item>
        <Form.Item name="stationIds" label={t('imports.stations')}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            options={stations.map(({ id, name }) => ({ value: id, label: name }))}
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

/** Days worked out again on somebody's word: how far each is, and what came out otherwise. */
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
          <div className="table-scroll">
            <table className="page-table">
              <thead>
                <tr>
                  <th scope="col">{t('imports.from')}</th>
                  <th scope="col">{t('imports.to')}</th>
                  <th scope="col">{t('imports.reason')}</th>
                  <th scope="col">{t('imports.when')}</th>
                  <th scope="col">{t('imports.progress')}</th>
                  <th scope="col" className="right">
                    {t('imports.changedHours')}
                  </th>
                  <th scope="col" className="right">
                    {t('imports.changedDays')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.id}>
                    <td>{one.from}</td>
                    <td>{one.to}</td>
                    <td className="wraps">{one.reason}</td>
                    <td>{minuteText(one.requestedAt)}</td>
                    <td>
                      <Progress percent={one.percent} size="small" />
                    </td>
                    <td className="right">{one.changedHours}</td>
                    <td className="right">{one.changedDays}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
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
