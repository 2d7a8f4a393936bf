import { Button, Form, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DateInput } from '../forms/date-controls.js';
import type { ControlProps } from '../forms/form-context.js';
import { UnitInput } from '../forms/reference-controls.js';
import { Part as Cell } from '../forms/row-controls.js';
import { TextInput } from '../forms/simple-controls.js';
import { useAreas } from '../reference/names.js';
import { usePlatformToday } from '../shell/session.js';

/** Rows one adds to and takes from. */
export const Rows = <T,>({
  value = [],
  onChange,
  blank,
  add,
  children,
}: ControlProps<readonly T[]> & {
  readonly blank: T;
  readonly add: string;
  readonly children: (row: T, change: (part: Partial<T>) => void) => ReactNode;
}) => {
  const { t } = useTranslation();
  return (
    <div className="rows">
      {value.map((row, n) => (
        <div key={n} className="row">
          <div className="row-fields">
            {children(row, (part) => onChange?.(value.map((one, at) => (at === n ? { ...one, ...part } : one))))}
          </div>
          <Button
            type="text"
            size="small"
            aria-label={t('forms.rows.remove')}
            onClick={() => onChange?.(value.filter((_row, at) => at !== n))}
          >
            ×
          </Button>
        </div>
      ))}
      <Button size="small" onClick={() => onChange?.([...value, blank])}>
        + {add}
      </Button>
    </div>
  );
};

interface Answering {
  readonly unitId: string;
  readonly sharePerMille?: number;
  readonly basis: string;
  readonly from: string;
  readonly to: string | null;
}
const WHOLE = 1000;

const AnsweringRows = (props: ControlProps<readonly Answering[]>) => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  return (
    <Rows<Answering>
      {...props}
      blank={{ unitId: '', sharePerMille: WHOLE, basis: '', from: today, to: null }}
      add={t('water.forms.addUnit')}
    >
      {(row, change) => (
        <>
          <Cell label={t('water.forms.unit')}>
            <UnitInput
              value={row.unitId || undefined}
              isRequired
              onChange={(unitId) => change({ unitId: unitId ?? '' })}
            />
          </Cell>
          <Cell label={t('water.forms.share')}>
            <InputNumber
              min={0}
              max={WHOLE}
              precision={0}
              value={row.sharePerMille ?? WHOLE}
              onChange={(share) => change({ sharePerMille: share ?? WHOLE })}
            />
          </Cell>
          <Cell label={t('water.forms.basis')} wide>
            <TextInput value={row.basis} maxLength={200} onChange={(basis) => change({ basis: basis ?? '' })} />
          </Cell>
          <Cell label={t('water.forms.from')}>
            <DateInput value={row.from} onChange={(from) => change({ from: from ?? '' })} />
          </Cell>
          <Cell label={t('water.forms.to')}>
            <DateInput value={row.to ?? undefined} onChange={(to) => change({ to: to ?? null })} />
          </Cell>
        </>
      )}
    </Rows>
  );
};

/** Units that answer for something, by which paper and from when; the item of the form is `answersFor`. */
export const AnsweringItem = () => {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="answersFor"
      label={t('monitoring.answersFor')}
      rules={[
        {
          validator: (_rule, rows: readonly Answering[] = []) =>
            rows.every(({ unitId, basis, from, to }) => unitId && basis.trim() && from && (!to || to >= from))
              ? Promise.resolve()
              : Promise.reject(new Error(t('water.forms.unitIncomplete'))),
        },
      ]}
    >
      <AnsweringRows />
    </Form.Item>
  );
};

const AreaSelect = ({ id, value, onChange }: ControlProps<string>) => {
  const { t } = useTranslation();
  const areas = useAreas();
  return (
    <Select
      {...(id ? { id } : {})}
      value={value}
      placeholder={t('forms.choose')}
      showSearch={{ optionFilterProp: 'label' }}
      options={[...(areas?.values() ?? [])]
        .filter(({ id: area, retired }) => !retired || area === value)
        .map(({ id: area, name }) => ({ value: area, label: name }))}
      onChange={(next: string | undefined) => onChange?.(next)}
    />
  );
};

/** The area something lies in; the item of the form is `areaId`. */
export const AreaItem = () => {
  const { t } = useTranslation();
  const label = t('monitoring.area');
  return (
    <Form.Item name="areaId" label={label} rules={[{ required: true, message: t('states.required', { name: label }) }]}>
      <AreaSelect />
    </Form.Item>
  );
};

/** A day up to today of which nothing is known yet; the item of the form is called `name`. */
export const NewDayItem = ({
  name,
  label,
  known,
  knownText,
}: {
  readonly name: string;
  readonly label: string;
  readonly known: readonly string[];
  readonly knownText: string;
}) => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  return (
    <Form.Item
      name={name}
      label={label}
      rules={[
        { required: true, message: t('states.required', { name: label }) },
        {
          validator: (_rule, day?: string) =>
            day !== undefined && day > today
              ? Promise.reject(new Error(t('water.forms.dayAhead')))
              : day !== undefined && known.includes(day)
                ? Promise.reject(new Error(knownText))
                : Promise.resolve(),
        },
      ]}
    >
      <DateInput latest={today} />
    </Form.Item>
  );
};
