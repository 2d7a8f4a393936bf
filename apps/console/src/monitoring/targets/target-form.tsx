import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, Checkbox, DatePicker, Drawer, Form, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schemas } from '../../api/client.js';
import { useNamed } from '../../i18n.js';
import { useSections, useStations } from '../monitoring-queries.js';
import { useAreas } from '../../reference/names.js';
import { problemText } from '../../shell/parts.js';
import { type Target, useTargetIndicators } from './target-queries.js';
import { inBrackets } from '../../texts/joined.js';
import { unitText } from '../../reference/terms.js';

const DECIMAL = /^\d{1,9}(\.\d{1,4})?$/;

const Foot = ({ text, isBusy, why, onClose }: { text: string; isBusy: boolean; why: unknown; onClose: () => void }) => {
  const { t } = useTranslation();
  return (
    <>
      {why ? (
        <div className="form-trouble" role="alert">
          {problemText(why)}
        </div>
      ) : null}
      <div className="form-foot">
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {text}
        </Button>
        <Button onClick={onClose}>{t('states.cancel')}</Button>
      </div>
    </>
  );
};

const Side = ({
  title,
  isOpen,
  onClose,
  children,
}: {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
}) => (
  <Drawer open={isOpen} onClose={onClose} size={560} title={title} destroyOnHidden mask={{ closable: false }}>
    {children}
  </Drawer>
);

/** After a write: says so, closes, and lets the lists be read anew. */
const useDone = (onClose: () => void): (() => Promise<void>) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  return async () => {
    void message.success(t('targets.saved'));
    onClose();
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['targets'] }),
      queries.invalidateQueries({ queryKey: ['target'] }),
    ]);
  };
};

interface SetValues {
  readonly definition: string;
  readonly subjectId: string;
  readonly year: number;
  readonly value: string;
  readonly document: string;
  readonly strict?: boolean;
  readonly watched?: boolean;
}

const Setting = ({ year, onClose }: { readonly year: number; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const named = useNamed();
  const [form] = Form.useForm<SetValues>();
  const indicators = useTargetIndicators().data ?? [];
  const areas = useAreas();
  const stations = useStations().data ?? [];
  const sections = useSections().data ?? [];
  const done = useDone(onClose);
  const definition = Form.useWatch('definition', form);
  const chosen = indicators.find(({ id }) => id === definition);
  const subjects: readonly { id: string; name: string }[] =
    chosen?.subject === 'station'
      ? stations
      : chosen?.subject === 'section'
        ? sections
        : [...(areas?.values() ?? [])].filter(({ level, retired }) => level === 'county' && !retired);
  const save = useMutation({
    mutationFn: (values: SetValues) =>
      api.POST('/api/targets', {
        body: {
          definition: values.definition,
          subject: { kind: chosen?.subject ?? 'area', id: values.subjectId },
          period: { label: String(values.year), from: `${values.year}-01-01`, to: `${values.year}-12-31` },
          value: values.value,
          document: values.document,
          mode: values.strict ? 'strict' : 'rounded',
          watched: chosen?.hasOutlook === true && values.watched === true,
        } as Schemas['SetTarget'],
      }),
    onSuccess: done,
  });
  return (
    <Form<SetValues> form={form} layout="vertical" initialValues={{ year }} onFinish={(values) => save.mutate(values)}>
      <Form.Item name="definition" label={t('targets.indicator')} rules={[{ required: true }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          onChange={() => form.resetFields(['subjectId'])}
          options={[...indicators]
            .sort((a, b) => Number(b.hasOutlook) - Number(a.hasOutlook))
            .map(({ id, name }) => ({ value: id, label: named(name) }))}
        />
      </Form.Item>
      <Form.Item name="subjectId" label={t('targets.subject')} rules={[{ required: true }]}>
        {chosen?.subject === 'network' ? (
          <Input maxLength={100} />
        ) : (
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={subjects.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </Form.Item>
      <Form.Item name="year" label={t('targets.year')} rules={[{ required: true }]}>
        <InputNumber min={2000} max={2100} precision={0} />
      </Form.Item>
      <Form.Item
        name="value"
        label={`${t('targets.target')}${chosen ? ` ${t(chosen.direction === 'at-most' ? 'targets.atMost' : 'targets.atLeast')}${inBrackets(unitText(chosen.unit))}` : ''}`}
        rules={[{ required: true }, { pattern: DECIMAL, message: t('forms.invalidDecimal') }]}
      >
        <Input inputMode="decimal" maxLength={14} />
      </Form.Item>
      <Form.Item name="document" label={t('targets.document')} rules={[{ required: true, min: 2 }]}>
        <Input maxLength={300} />
      </Form.Item>
      <Form.Item name="strict" valuePropName="checked">
        <Checkbox>{t('targets.strict')}</Checkbox>
      </Form.Item>
      {chosen?.hasOutlook ? (
        <Form.Item name="watched" valuePropName="checked" extra={t('targets.watchedHint')}>
          <Checkbox>{t('targets.watch')}</Checkbox>
        </Form.Item>
      ) : null}
      <Foot text={t('targets.set')} isBusy={save.isPending} why={save.error} onClose={onClose} />
    </Form>
  );
};

/** A new target of a year. */
export const SetTarget = ({ isOpen, year, onClose }: { isOpen: boolean; year: number; onClose: () => void }) => {
  const { t } = useTranslation();
  return (
    <Side title={t('targets.set')} isOpen={isOpen} onClose={onClose}>
      <Setting year={year} onClose={onClose} />
    </Side>
  );
};

interface ChangeValues {
  readonly value: string;
  readonly document: string;
  readonly validFrom: dayjs.Dayjs;
  readonly reason: string;
}

const Changing = ({ target, onClose }: { readonly target: Target; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const done = useDone(onClose);
  const save = useMutation({
    mutationFn: ({ validFrom, ...values }: ChangeValues) =>
      api.POST('/api/targets/{id}/versions', {
        params: { path: { id: target.id } },
        body: { ...values, validFrom: validFrom.format('YYYY-MM-DD'), expectedVersion: target.version },
      }),
    onSuccess: done,
  });
  const isInside = (day: dayjs.Dayjs): boolean =>
    day.format('YYYY-MM-DD') >= target.period.from && day.format('YYYY-MM-DD') <= target.period.to;
  return (
    <Form<ChangeValues>
      layout="vertical"
      initialValues={{ value: target.value, validFrom: dayjs(target.now?.day ?? target.period.from) }}
      onFinish={(values) => save.mutate(values)}
    >
      <Form.Item
        name="value"
        label={t('targets.target')}
        rules={[{ required: true }, { pattern: DECIMAL, message: t('forms.invalidDecimal') }]}
      >
        <Input inputMode="decimal" maxLength={14} />
      </Form.Item>
      <Form.Item name="validFrom" label={t('targets.from')} rules={[{ required: true }]}>
        <DatePicker disabledDate={(day) => !isInside(day)} allowClear={false} />
      </Form.Item>
      <Form.Item name="document" label={t('targets.document')} rules={[{ required: true, min: 2 }]}>
        <Input maxLength={300} />
      </Form.Item>
      <Form.Item name="reason" label={t('targets.reason')} rules={[{ required: true, min: 2 }]}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} />
      </Form.Item>
      <Foot text={t('targets.change')} isBusy={save.isPending} why={save.error} onClose={onClose} />
    </Form>
  );
};

/** Another value of a target from a day on. */
export const ChangeTarget = ({ target, isOpen, onClose }: { target: Target; isOpen: boolean; onClose: () => void }) => {
  const { t } = useTranslation();
  return (
    <Side title={t('targets.change')} isOpen={isOpen} onClose={onClose}>
      <Changing target={target} onClose={onClose} />
    </Side>
  );
};

const Watching = ({ target, onClose }: { readonly target: Target; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const done = useDone(onClose);
  const save = useMutation({
    mutationFn: ({ reason }: { reason: string }) =>
      api.POST('/api/targets/{id}/watch', {
        params: { path: { id: target.id } },
        body: { watched: !target.watched, reason, expectedVersion: target.version },
      }),
    onSuccess: done,
  });
  return (
    <Form<{ reason: string }> layout="vertical" onFinish={(values) => save.mutate(values)}>
      <p className="aside">{t(target.watched ? 'targets.unwatchedHint' : 'targets.watchedHint')}</p>
      <Form.Item name="reason" label={t('targets.reason')} rules={[{ required: true, min: 2 }]}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} />
      </Form.Item>
      <Foot
        text={t(target.watched ? 'targets.unwatch' : 'targets.watch')}
        isBusy={save.isPending}
        why={save.error}
        onClose={onClose}
      />
    </Form>
  );
};

/** Wants warnings of a target, or no more. */
export const WatchTarget = ({ target, isOpen, onClose }: { target: Target; isOpen: boolean; onClose: () => void }) => {
  const { t } = useTranslation();
  return (
    <Side title={t(target.watched ? 'targets.unwatch' : 'targets.watch')} isOpen={isOpen} onClose={onClose}>
      <Watching target={target} onClose={onClose} />
    </Side>
  );
};

const Withdrawing = ({ target, onClose }: { readonly target: Target; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const done = useDone(onClose);
  const save = useMutation({
    mutationFn: ({ reason }: { reason: string }) =>
      api.POST('/api/targets/{id}/withdrawal', {
        params: { path: { id: target.id } },
        body: { reason, expectedVersion: target.version },
      }),
    onSuccess: done,
  });
  return (
    <Form<{ reason: string }> layout="vertical" onFinish={(values) => save.mutate(values)}>
      <Form.Item name="reason" label={t('targets.reason')} rules={[{ required: true, min: 2 }]}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} />
      </Form.Item>
      <Foot text={t('targets.withdraw')} isBusy={save.isPending} why={save.error} onClose={onClose} />
    </Form>
  );
};

/** Takes a target out of use. */
export const WithdrawTarget = ({
  target,
  isOpen,
  onClose,
}: {
  target: Target;
  isOpen: boolean;
  onClose: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <Side title={t('targets.withdraw')} isOpen={isOpen} onClose={onClose}>
      <Withdrawing target={target} onClose={onClose} />
    </Side>
  );
};
