import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { filledIn } from '../../forms/first-values.js';
import { useMay } from '../../shell/session.js';
import { useSections, useStations } from '../monitoring-queries.js';
import { useOutlets } from '../outlets/outlet-queries.js';
import { CodeItem } from '../register/subject-inputs.js';
import { useField, WaterDrawer, type WaterWrite } from '../waters/water-drawer.js';
import type { RegisteredDevice } from './device-queries.js';

export const PROTOCOLS = ['HJ212-2005', 'HJ212-2017', 'HJ212-2025'] as const;

/** What a device measures at, as the form holds it: kind and id in one value. */
const refOf = (chosen: unknown): { readonly kind: string; readonly id: string } => {
  const [kind = '', ...id] = String(chosen).split(' ');
  return { kind, id: id.join(' ') };
};

const SubjectItem = () => {
  const { t } = useTranslation();
  const lists = [
    ['station', useStations().data],
    ['section', useSections().data],
    ['outlet', useOutlets().data],
  ] as const;
  const label = t('deviceEntry.subject');
  return (
    <Form.Item
      name="subject"
      label={label}
      extra={t('deviceEntry.subjectHelp')}
      rules={[{ required: true, message: t('states.required', { name: label }) }]}
    >
      <Select
        showSearch
        optionFilterProp="label"
        options={lists.flatMap(([kind, list]) =>
          (list ?? []).map(({ id, name }) => ({ value: `${kind} ${id}`, label: `${name} ${id}` })),
        )}
      />
    </Form.Item>
  );
};

const PasswordItem = () => {
  const { t } = useTranslation();
  const label = t('deviceEntry.password');
  return (
    <Form.Item
      name="password"
      label={label}
      extra={t('deviceEntry.passwordHelp')}
      rules={[{ required: true, message: t('states.required', { name: label }) }]}
    >
      <Input.Password maxLength={64} autoComplete="new-password" />
    </Form.Item>
  );
};

const useDeviceWrites = () => {
  const { t } = useTranslation();
  const field = useField();
  const reason = field('reason', 'water.forms.reason', 'text');
  return {
    add: (): WaterWrite => ({
      title: t('deviceEntry.add'),
      path: ({ id }) => `/devices/${encodeURIComponent(String(id))}`,
      method: 'PUT',
      fields: [
        field('mn', 'deviceEntry.mn', 'text'),
        field(
          'protocol',
          'deviceEntry.protocol',
          'choice',
          true,
          PROTOCOLS.map((value) => ({ value, zh: value, en: value })),
        ),
        field('silenceAfterHours', 'deviceEntry.silence', 'integer', false),
      ],
      first: { protocol: 'HJ212-2017' },
      besides: { profile: { hourLabelOffsetMinutes: 0, units: {} }, silenceAfterHours: null, expectedVersion: 0 },
      bodyOf: ({ id: _id, subject, mn, ...rest }) => ({
        ...filledIn(rest),
        mn: String(mn).trim(),
        subject: refOf(subject),
      }),
      before: <CodeItem taken={[]} takenText="" />,
      more: (
        <>
          <SubjectItem />
          <PasswordItem />
        </>
      ),
    }),
    /** Out of use, or into use again: nothing else of it changes. */
    setRetired: ({ id, version, settings, ...device }: RegisteredDevice, retired: boolean): WaterWrite => {
      const { isEnciphered: _shown, ...kept } = settings;
      const words = { mn: device.mn };
      return {
        title: retired ? t('deviceEntry.retireTitle', words) : t('deviceEntry.restoreTitle', words),
        path: `/devices/${encodeURIComponent(id)}`,
        method: 'PUT',
        fields: [reason],
        besides: { ...device, settings: kept, retired, expectedVersion: version },
        before: retired ? <p>{t('deviceEntry.retireHelp')}</p> : null,
      };
    },
  };
};

/** Registers a new device; nothing for those who may not. */
export const AddDevice = () => {
  const { t } = useTranslation();
  const writes = useDeviceWrites();
  const [write, setWrite] = useState<WaterWrite | null>(null);
  const may = useMay();
  if (!may('device.manage')) return null;
  return (
    <>
      <Button size="small" onClick={() => setWrite(writes.add())}>
        {t('deviceEntry.add')}
      </Button>
      <WaterDrawer write={write} onClose={() => setWrite(null)} />
    </>
  );
};

/** Takes a device out of use, or into use again. */
export const RetireDevice = ({ device }: { readonly device: RegisteredDevice }) => {
  const { t } = useTranslation();
  const writes = useDeviceWrites();
  const [write, setWrite] = useState<WaterWrite | null>(null);
  return (
    <>
      <Button danger={!device.retired} onClick={() => setWrite(writes.setRetired(device, !device.retired))}>
        {t(device.retired ? 'deviceEntry.restore' : 'deviceEntry.retire')}
      </Button>
      <WaterDrawer write={write} onClose={() => setWrite(null)} />
    </>
  );
};
