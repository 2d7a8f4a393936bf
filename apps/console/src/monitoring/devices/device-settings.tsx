import { Button, Drawer, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MINUTE_INTERVALS } from '#libs/domain/hj212/data-time.js';
import { api, dataOf } from '../../api/client.js';
import { Facts, problemText } from '../../shell/parts.js';
import { PROTOCOLS, RetireDevice } from './device-entry.js';
import { type RegisteredDevice, type SaveDevice, useDeviceWrite } from './device-queries.js';
import { comma } from '../../texts/joined.js';

const CRCS = ['standard', 'modbus', 'modbusSwapped', 'swapped', 'constant'] as const;

interface Written extends Omit<SaveDevice['settings'] & object, 'sources'> {
  readonly protocol: RegisteredDevice['protocol'];
  readonly silenceAfterHours: number | null;
  readonly sources: string;
  readonly cipherKey?: string;
  readonly password?: string;
  readonly reason: string;
}

/** Leaves out what was not filled in. */
const filled = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined && v !== null && v !== '')) as Partial<T>;

const saveOf = (device: RegisteredDevice, written: Written): SaveDevice => {
  const { protocol, silenceAfterHours, sources, cipherKey, password, reason, ...settings } = written;
  const list = sources.split(/[\s,，;；]+/).filter(Boolean);
  return {
    ...{ mn: device.mn, subject: device.subject, profile: device.profile, protocol, reason },
    ...{ silenceAfterHours: silenceAfterHours ?? null, expectedVersion: device.version, retired: device.retired },
    ...filled({ cipherKey: cipherKey?.toLowerCase(), password }),
    settings: { ...filled(settings), ...(list.length > 0 ? { sources: list } : {}) },
  } as SaveDevice;
};

const EditSettings = ({ device, onClose }: { readonly device: RegisteredDevice; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Written>();
  const { isEnciphered: _shown, sources = [], ...settings } = device.settings;
  const write = useDeviceWrite(
    (body: SaveDevice) => dataOf(api.PUT('/api/devices/{id}', { params: { path: { id: device.id } }, body })),
    t('devices.saved'),
    onClose,
  );
  const choice = <T extends string>(names: readonly T[], text: (name: T) => string) => (
    <Select
      allowClear
      placeholder={t('devices.standardValue')}
      options={names.map((value) => ({ value, label: text(value) }))}
    />
  );
  const number = (least: number, most: number) => (
    <InputNumber
      min={least}
      max={most}
      precision={0}
      placeholder={t('devices.standardValue')}
      style={{ width: '100%' }}
    />
  );
  const fields: readonly (readonly [name: string, label: string, control: React.ReactNode])[] = [
    ['protocol', t('devices.protocol'), choice(PROTOCOLS, (name) => name)],
    ['systemCode', t('devices.systemCode'), <Input key="st" maxLength={4} placeholder={t('devices.standardValue')} />],
    ['crc', t('devices.crc'), choice(CRCS, (name) => t(`devices.crcs.${name}`))],
    [
      'answers',
      t('devices.answers'),
      choice(['byQn', 'insideCp'] as const, (name) => t(`devices.answerKinds.${name}`)),
    ],
    ['minuteInterval', t('devices.minuteInterval'), choiceOfMinutes(t('devices.standardValue'))],
    [
      'twelveDigits',
      t('devices.twelveDigits'),
      choice(['YYMMDDhhmmss', 'YYYYMMDDhhmm'] as const, (name) => t(`devices.twelveDigitKinds.${name}`)),
    ],
    [
      'placeholders',
      t('devices.placeholders'),
      <Select key="placeholders" mode="tags" maxCount={10} tokenSeparators={[' ', ',', '，']} open={false} />,
    ],
    [
      'hoursFrom',
      t('devices.hoursFrom'),
      choice(['device', 'minutes'] as const, (name) => t(`devices.hoursFromKinds.${name}`)),
    ],
    ['clock', t('devices.clock'), choice(['watch', 'leave'] as const, (name) => t(`devices.clockKinds.${name}`))],
    ['overTimeSeconds', t('devices.overTimeSeconds'), number(1, 99)],
    ['reCount', t('devices.reCount'), number(0, 99)],
    ['executionSeconds', t('devices.executionSeconds'), number(1, 3600)],
    ['gaps', t('devices.gapSetting'), choice(['ask', 'leave'] as const, (name) => t(`devices.gapKinds.${name}`))],
    ['silenceAfterHours', t('devices.silence'), number(1, 8760)],
    ['sources', t('devices.sources'), <Input.TextArea key="sources" autoSize={{ minRows: 2, maxRows: 8 }} />],
    ['cipherKey', t('devices.newKey'), <Input.Password key="key" maxLength={32} autoComplete="off" />],
    ['password', t('devices.password'), <Input.Password key="pw" maxLength={64} autoComplete="new-password" />],
  ];
  return (
    <Drawer open onClose={onClose} size={520} title={`${t('devices.change')} ${device.mn}`}>
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          ...settings,
          ...{ protocol: device.protocol, silenceAfterHours: device.silenceAfterHours, sources: sources.join('\n') },
        }}
        onFinish={(written) => write.mutate(saveOf(device, written))}
      >
        {fields.map(([name, label, control]) => (
          <Form.Item
            key={name}
            name={name}
            label={label}
            rules={
              name === 'protocol'
                ? [{ required: true }]
                : name === 'cipherKey'
                  ? [{ pattern: /^[0-9a-fA-F]{32}$/ }]
                  : []
            }
          >
            {control}
          </Form.Item>
        ))}
        <Form.Item name="reason" label={t('devices.changeReason')} rules={[{ required: true, min: 2 }]}>
          <Input maxLength={500} />
        </Form.Item>
        {write.error ? (
          <div className="form-trouble" role="alert">
            {problemText(write.error)}
          </div>
        ) : null}
        <Button type="primary" htmlType="submit" loading={write.isPending}>
          {t('devices.save')}
        </Button>
      </Form>
    </Drawer>
  );
};

const choiceOfMinutes = (placeholder: string) => (
  <Select allowClear placeholder={placeholder} options={MINUTE_INTERVALS.map((value) => ({ value, label: value }))} />
);

/** How the platform understands the device and speaks to it, and the form that changes it. */
export const DeviceSettings = ({ device }: { readonly device: RegisteredDevice }) => {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const { settings } = device;
  const given = (value: string | number | undefined): string | number => value ?? t('devices.standardValue');
  return (
    <>
      <Facts
        items={[
          [t('devices.protocol'), device.protocol],
          [t('devices.systemCode'), given(settings.systemCode)],
          [t('devices.crc'), t(`devices.crcs.${settings.crc ?? 'standard'}`)],
          [t('devices.answers'), t(`devices.answerKinds.${settings.answers ?? 'byQn'}`)],
          [t('devices.cipher'), t(settings.isEnciphered ? 'devices.enciphered' : 'devices.notEnciphered')],
          [t('devices.minuteInterval'), given(settings.minuteInterval)],
          [
            t('devices.twelveDigits'),
            settings.twelveDigits === undefined
              ? t('devices.standardValue')
              : t(`devices.twelveDigitKinds.${settings.twelveDigits}`),
          ],
          [t('devices.placeholders'), settings.placeholders?.join(comma()) || t('devices.standardValue')],
          [t('devices.hoursFrom'), t(`devices.hoursFromKinds.${settings.hoursFrom ?? 'device'}`)],
          [t('devices.clock'), t(`devices.clockKinds.${settings.clock ?? 'watch'}`)],
          [t('devices.overTimeSeconds'), given(settings.overTimeSeconds)],
          [t('devices.reCount'), given(settings.reCount)],
          [t('devices.executionSeconds'), given(settings.executionSeconds)],
          [t('devices.gapSetting'), t(`devices.gapKinds.${settings.gaps ?? 'ask'}`)],
          [t('devices.sources'), settings.sources?.join(comma()) ?? t('devices.anywhere')],
        ]}
      />
      <div className="choices register-actions">
        <Button onClick={() => setIsOpen(true)}>{t('devices.change')}</Button>
        <RetireDevice device={device} />
      </div>
      {isOpen ? <EditSettings device={device} onClose={() => setIsOpen(false)} /> : null}
    </>
  );
};
