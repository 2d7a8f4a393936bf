import { App as AntApp, DatePicker, Form, Input, InputNumber, Modal, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceEdition } from '#libs/domain/hj212/edition.js';
import { MINUTE_INTERVALS } from '#libs/domain/hj212/data-time.js';
import { api, dataOf } from '../../api/client.js';
import { problemText } from '../../shell/parts.js';
import { type CommandField, type CommandKind, commandKinds } from './command-kinds.js';
import { type CommandRequest, useDeviceWrite } from './device-queries.js';
import { termText } from '../../reference/terms.js';

interface Written {
  readonly cn: string;
  readonly factor?: string;
  readonly span?: readonly [Dayjs, Dayjs];
  readonly reason?: string;
  readonly validMinutes: number;
  readonly [field: string]: unknown;
}

const VALID_MINUTES = 60;
const NUMBERS: readonly CommandField[] = ['seconds', 'overTimeSeconds', 'reCount', 'hours'];
/** Times of devices are of this zone, whatever the browser's. */
const instant = (wall: Dayjs): string => new Date(`${wall.format('YYYY-MM-DDTHH:mm')}:00+08:00`).toISOString();

const requestOf = ({ cn, span, ...written }: Written, kind: CommandKind): CommandRequest => {
  const fields = kind.fields.flatMap((field): [string, unknown][] => {
    if (field === 'span')
      return span
        ? [
            ['from', instant(span[0])],
            ['to', instant(span[1])],
          ]
        : [];
    const name = field === 'factorIfAny' ? 'factor' : field;
    const value = written[name];
    return value === undefined || value === '' ? [] : [[name, value]];
  });
  return { cn, ...Object.fromEntries(fields) } as CommandRequest;
};

const Field = ({ field }: { readonly field: CommandField }) => {
  const { t } = useTranslation();
  const rules = field === 'factorIfAny' ? [] : [{ required: true }];
  if (field === 'span')
    return (
      <Form.Item name="span" label={`${t('devices.from')} – ${t('devices.to')}`} rules={rules}>
        <DatePicker.RangePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" style={{ width: '100%' }} />
      </Form.Item>
    );
  const name = field === 'factorIfAny' ? 'factor' : field;
  return (
    <Form.Item name={name} label={t(`devices.${name}`)} rules={rules}>
      {field === 'minutes' ? (
        <Select options={MINUTE_INTERVALS.map((value) => ({ value, label: value }))} />
      ) : NUMBERS.includes(field) ? (
        <InputNumber min={0} precision={0} style={{ width: '100%' }} />
      ) : (
        <Input maxLength={100} />
      )}
    </Form.Item>
  );
};

/** The form of a command; whatever changes the device is asked about once more. */
export const SendCommand = ({
  device,
  edition,
  onClose,
}: {
  readonly device: { readonly id: string; readonly mn: string };
  readonly edition: DeviceEdition;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { modal } = AntApp.useApp();
  const kinds = commandKinds(edition);
  const [cn, setCn] = useState('2061');
  const kind = kinds.find((one) => one.cn === cn) ?? kinds[0];
  const [form] = Form.useForm<Written>();
  const write = useDeviceWrite(
    (body: { request: CommandRequest; reason?: string; validMinutes: number }) =>
      dataOf(api.POST('/api/device-commands', { body: { deviceId: device.id, ...body } })),
    t('devices.sent'),
    onClose,
  );
  if (!kind) return null;
  const send = (written: Written): void => {
    const { reason, validMinutes } = written;
    const body = { request: requestOf(written, kind), validMinutes, ...(reason ? { reason } : {}) };
    if (!kind.isChange) return write.mutate(body);
    void modal.confirm({
      title: t('devices.confirm'),
      content: t('devices.confirmText', { name: termText(kind.name), mn: device.mn }),
      okText: t('devices.sendOk'),
      cancelText: t('states.cancel'),
      onOk: () => write.mutate(body),
    });
  };
  return (
    <Modal
      open
      title={t('devices.send')}
      okText={t('devices.sendOk')}
      cancelText={t('states.cancel')}
      confirmLoading={write.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" onFinish={send} initialValues={{ cn, validMinutes: VALID_MINUTES }}>
        <Form.Item name="cn" label={t('devices.kind')} rules={[{ required: true }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={kinds.map((one) => ({ value: one.cn, label: `${one.cn} ${termText(one.name)}` }))}
            onChange={setCn}
          />
        </Form.Item>
        {kind.fields.map((field) => (
          <Field key={`${kind.cn} ${field}`} field={field} />
        ))}
        <Form.Item name="reason" label={t('devices.why')} rules={[{ min: 2, required: kind.isChange }]}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item name="validMinutes" label={t('devices.valid')} rules={[{ required: true }]}>
          <InputNumber min={1} max={10_080} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </Form>
      {write.error ? (
        <div className="form-trouble" role="alert">
          {problemText(write.error)}
        </div>
      ) : null}
    </Modal>
  );
};
