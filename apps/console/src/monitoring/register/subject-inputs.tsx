import { AutoComplete, Form, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { termText } from '../../reference/terms.js';
import { factorName, NAMED_FACTORS } from '#libs/domain/telemetry/factor-codes.js';
import { DateInput } from '../../forms/date-controls.js';
import type { ControlProps } from '../../forms/form-context.js';
import { Part as Cell } from '../../forms/row-controls.js';
import { DecimalInput, TextInput } from '../../forms/simple-controls.js';
import { useStations, useSections } from '../monitoring-queries.js';
import { useOutlets } from '../outlets/outlet-queries.js';
import { Rows } from '../register-inputs.js';
import {
  type AllowedSilence,
  CODE,
  type OutletLimit,
  outletLimitFault,
  type Place,
  placeFault,
  type SubjectKind,
} from './register-entry.js';

const refuse = (text: string | null): Promise<void> =>
  text === null ? Promise.resolve() : Promise.reject(new Error(text));

/** The code of something new, which nothing else may have. */
export const CodeItem = ({ taken, takenText }: { readonly taken: readonly string[]; readonly takenText: string }) => {
  const { t } = useTranslation();
  const label = t('water.forms.code');
  return (
    <Form.Item
      name="id"
      label={label}
      rules={[
        { required: true, message: t('states.required', { name: label }) },
        { pattern: CODE, message: t('water.forms.codeWrong') },
        { validator: (_rule, code?: string) => refuse(code !== undefined && taken.includes(code) ? takenText : null) },
      ]}
    >
      <TextInput maxLength={40} />
    </Form.Item>
  );
};

/** The same of a station, section or outlet: they share one register, with those out of use in it. */
export const SubjectCodeItem = () => {
  const { t } = useTranslation();
  const lists = [useStations(true).data, useSections(true).data, useOutlets(true).data];
  const taken = lists.flatMap((list) => (list ?? []).map(({ id }) => id));
  return <CodeItem taken={taken} takenText={t('register.codeTaken')} />;
};

const HALVES = ['register.longitude', 'register.latitude'] as const;
const PLACE_DECIMALS = 6;

const PlaceInput = ({ value = [null, null], onChange }: ControlProps<Place>) => {
  const { t } = useTranslation();
  return (
    <div className="row-fields">
      {HALVES.map((label, n) => (
        <Cell key={label} label={t(label)}>
          <InputNumber<number>
            value={value[n] ?? null}
            precision={PLACE_DECIMALS}
            formatter={(shown) => (shown === undefined ? '' : String(shown))}
            style={{ width: '100%' }}
            onChange={(next) => onChange?.(n === 0 ? [next, value[1]] : [value[0], next])}
          />
        </Cell>
      ))}
    </div>
  );
};

/** Where a subject is; it may be left open. */
export const PlaceItem = () => {
  const { t } = useTranslation();
  const words = { half: t('register.placeHalf'), outside: t('register.placeOutside') };
  return (
    <Form.Item
      name="place"
      label={t('register.place')}
      validateTrigger="onSubmit"
      extra={t('register.placeHelp')}
      rules={[
        {
          validator: (_rule, place: Place = [null, null]) => {
            const fault = placeFault(place);
            return refuse(fault && words[fault]);
          },
        },
      ]}
    >
      <PlaceInput />
    </Form.Item>
  );
};

/** The network whose silence is one cause; those others of its kind belong to are offered. */
export const NetworkItem = ({ kind }: { readonly kind: SubjectKind }) => {
  const { t } = useTranslation();
  const lists = { station: useStations().data, section: useSections().data, outlet: useOutlets().data };
  const known = [...new Set((lists[kind] ?? []).map(({ network }) => network))].sort();
  const label = t('register.network');
  return (
    <Form.Item
      name="network"
      label={label}
      extra={t('register.networkHelp')}
      rules={[{ required: true, whitespace: true, message: t('states.required', { name: label }) }]}
    >
      <AutoComplete options={known.map((value) => ({ value }))} style={{ maxWidth: 260 }} />
    </Form.Item>
  );
};

const WAYS = ['pack', 'never', 'hours'] as const;
const MOST_HOURS = 8760;

const SilenceInput = ({ value = { by: 'pack' }, onChange }: ControlProps<AllowedSilence>) => {
  const { t } = useTranslation();
  return (
    <div className="choices">
      <Select
        value={value.by}
        style={{ minWidth: 180 }}
        options={WAYS.map((by) => ({ value: by, label: t(`register.silenceBy.${by}`) }))}
        onChange={(by: AllowedSilence['by']) => onChange?.({ by, hours: by === 'hours' ? (value.hours ?? 24) : null })}
      />
      {value.by === 'hours' ? (
        <InputNumber<number>
          aria-label={t('register.silence')}
          min={1}
          max={MOST_HOURS}
          precision={0}
          suffix={t('monitoring.hours')}
          value={value.hours ?? null}
          onChange={(hours) => onChange?.({ by: 'hours', hours })}
        />
      ) : null}
    </div>
  );
};

/** How long nothing may be heard of a subject before that is told. */
export const SilenceItem = () => {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="silence"
      label={t('register.silence')}
      validateTrigger="onSubmit"
      rules={[
        {
          validator: (_rule, { by, hours }: AllowedSilence = { by: 'pack' }) =>
            refuse(by === 'hours' && !hours ? t('register.silenceHours') : null),
        },
      ]}
    >
      <SilenceInput />
    </Form.Item>
  );
};

const factorChoices = () => NAMED_FACTORS.map((value) => ({ value, label: `${termText(factorName(value))} ${value}` }));

const nameOf = (factor: string): string => (factorName(factor) === factor ? '' : factorName(factor));

const AVERAGINGS = ['hour', 'day'] as const;

const OutletLimitRows = (props: ControlProps<readonly OutletLimit[]>) => {
  const { t } = useTranslation();
  return (
    <Rows<OutletLimit>
      {...props}
      blank={{ factor: '', limit: '', unit: 'mg/L', basis: props.value?.at(-1)?.basis ?? '' }}
      add={t('register.addLimit')}
    >
      {(row, change) => (
        <>
          <Cell label={[t('register.factor'), nameOf(row.factor)].filter(Boolean).join(' ')}>
            <AutoComplete
              value={row.factor}
              options={factorChoices()}
              showSearch={{
                filterOption: (typed, option) => (option?.label ?? '').toLowerCase().includes(typed.toLowerCase()),
              }}
              onChange={(factor: string) => change({ factor: factor.trim() })}
            />
          </Cell>
          <Cell label={t('outlets.limit')}>
            <DecimalInput value={row.limit} onChange={(limit) => change({ limit: limit ?? '' })} />
          </Cell>
          <Cell label={t('register.unit')}>
            <TextInput value={row.unit} maxLength={20} onChange={(unit) => change({ unit: unit ?? '' })} />
          </Cell>
          <Cell label={t('outlets.averaging')}>
            <Select
              value={row.averaging ?? null}
              placeholder={t('register.chooseAveraging')}
              options={AVERAGINGS.map((value) => ({ value, label: t(`outlets.averagings.${value}`) }))}
              onChange={(averaging) => change({ averaging })}
            />
          </Cell>
          {row.averaging === 'day' ? (
            <Cell label={t('register.fewestHours')}>
              <InputNumber<number>
                min={1}
                max={24}
                precision={0}
                placeholder={t('register.fewestHoursHelp')}
                value={row.fewestHours ?? null}
                onChange={(fewestHours) => change({ fewestHours: fewestHours ?? undefined })}
              />
            </Cell>
          ) : null}
          <Cell label={t('register.validFrom')}>
            <DateInput value={row.from} onChange={(from) => change({ from })} />
          </Cell>
          <Cell label={t('register.validTo')}>
            <DateInput value={row.to} onChange={(to) => change({ to })} />
          </Cell>
          <Cell label={t('outlets.basis')} wide>
            <TextInput value={row.basis} maxLength={200} onChange={(basis) => change({ basis: basis ?? '' })} />
          </Cell>
        </>
      )}
    </Rows>
  );
};

/** Limits of an outlet with the time they are averaged over and the paper of each. */
export const OutletLimitsItem = () => {
  const { t } = useTranslation();
  const words = {
    incomplete: t('register.limitIncomplete'),
    dates: t('register.limitDates'),
    twice: t('register.limitTwice'),
    units: t('register.limitUnits'),
  };
  return (
    <Form.Item
      name="limits"
      label={t('register.limits')}
      validateTrigger="onSubmit"
      extra={t('register.limitsHelp')}
      rules={[
        {
          validator: (_rule, rows: readonly OutletLimit[] = []) => {
            const fault = outletLimitFault(rows);
            return refuse(fault && words[fault]);
          },
        },
      ]}
    >
      <OutletLimitRows />
    </Form.Item>
  );
};

/** By which paper a station counts for its area and from when; only an open status needs neither. */
export const EvaluationItems = () => {
  const { t } = useTranslation();
  const status = Form.useWatch<string | undefined>('status');
  const isOpen = status === 'unknown';
  const needed = (label: string) =>
    isOpen ? [] : [{ required: true, message: t('states.required', { name: label }) }];
  const [basis, from] = [t('water.targets.basis'), t('register.validFrom')];
  return (
    <>
      <Form.Item name="basis" label={basis} required={!isOpen} rules={needed(basis)} dependencies={['status']}>
        <TextInput maxLength={200} />
      </Form.Item>
      <Form.Item name="from" label={from} required={!isOpen} rules={needed(from)} dependencies={['status']}>
        <DateInput />
      </Form.Item>
    </>
  );
};
