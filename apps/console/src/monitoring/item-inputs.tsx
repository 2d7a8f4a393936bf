import { AutoComplete, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ControlProps } from '../forms/form-context.js';
import { Part as Cell } from '../forms/row-controls.js';
import { DecimalInput, TextInput } from '../forms/simple-controls.js';
import { ITEM_NAMES, limitFault, type LimitRow, type MeasuredItem, valuesOf, wrongValues } from './measured-items.js';
import { Rows } from './register-inputs.js';
import { termText, unitText } from '../reference/terms.js';
import { comma } from '../texts/joined.js';

const LimitRows = (props: ControlProps<readonly LimitRow[]>) => {
  const { t } = useTranslation();
  return (
    <Rows<LimitRow> {...props} blank={{ item: '', name: '', limit: '' }} add={t('water.forms.addLimit')}>
      {(row, change) => (
        <>
          <Cell label={t('water.forms.itemCode')}>
            <AutoComplete
              value={row.item}
              options={Object.entries(ITEM_NAMES).map(([item, name]) => ({
                value: item,
                label: `${termText(name ?? '')} ${item}`,
              }))}
              showSearch={{
                filterOption: (typed, option) => (option?.label ?? '').toLowerCase().includes(typed.toLowerCase()),
              }}
              onChange={(item: string) => change({ item, name: ITEM_NAMES[item] ?? row.name })}
            />
          </Cell>
          <Cell label={t('water.forms.itemName')}>
            <TextInput value={row.name} maxLength={60} onChange={(name) => change({ name: name ?? '' })} />
          </Cell>
          <Cell label={t('water.forms.limit')}>
            <DecimalInput value={row.limit} onChange={(limit) => change({ limit: limit ?? '' })} />
          </Cell>
        </>
      )}
    </Rows>
  );
};

/** Limits by item as rows. */
export const LimitsItem = ({
  name,
  label,
  help,
  isRequired = false,
}: {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly isRequired?: boolean;
}) => {
  const { t } = useTranslation();
  const words = {
    missing: t('states.required', { name: label }),
    incomplete: t('water.forms.limitIncomplete'),
    twice: t('water.forms.limitTwice'),
  };
  return (
    <Form.Item
      name={name}
      label={label}
      extra={help}
      required={isRequired}
      rules={[
        {
          validator: (_rule, rows: readonly LimitRow[] = []) => {
            const fault = limitFault(rows, isRequired);
            return fault === null ? Promise.resolve() : Promise.reject(new Error(words[fault]));
          },
        },
      ]}
    >
      <LimitRows />
    </Form.Item>
  );
};

const ValueCells = ({
  value = {},
  onChange,
  items,
}: ControlProps<Readonly<Record<string, string>>> & { readonly items: readonly MeasuredItem[] }) => (
  <div className="row-fields">
    {items.map(({ item, name, unit = '' }) => (
      <Cell key={item} label={`${termText(name)} ${unitText(unit)}`.trim()}>
        <Input
          inputMode="text"
          autoComplete="off"
          value={value[item] ?? ''}
          onChange={(event) => onChange?.({ ...value, [item]: event.target.value.trim() })}
        />
      </Cell>
    ))}
  </div>
);

/** Values of items as a laboratory writes them; `0.02L` is below its detection limit. */
export const ValuesItem = ({
  name,
  label,
  items,
  oneOf,
}: {
  readonly name: string;
  readonly label: string;
  readonly items: readonly MeasuredItem[];
  /** Codes of items of which one at least has to have a value; left out, none has to. */
  readonly oneOf?: readonly string[];
}) => {
  const { t } = useTranslation();
  const namesOf = (codes: readonly string[]): string =>
    codes.map((item) => termText(items.find((one) => one.item === item)?.name ?? item)).join(comma());
  const faultOf = (written: unknown): string | null => {
    const values = valuesOf(written);
    if (oneOf && !oneOf.some((item) => values[item] !== undefined))
      return oneOf.length < items.length
        ? t('water.forms.oneOf', { names: namesOf(oneOf) })
        : t('states.required', { name: label });
    const wrong = wrongValues(values, items);
    return wrong.length > 0 ? t('water.forms.valueWrong', { names: namesOf(wrong) }) : null;
  };
  return (
    <Form.Item
      name={name}
      label={label}
      required={oneOf !== undefined}
      extra={items.length > 0 ? t('water.forms.valuesHelp') : t('water.forms.noItems')}
      rules={[
        {
          validator: (_rule, written: unknown) => {
            const fault = faultOf(written);
            return fault === null ? Promise.resolve() : Promise.reject(new Error(fault));
          },
        },
      ]}
    >
      <ValueCells items={items} />
    </Form.Item>
  );
};
