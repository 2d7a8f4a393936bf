import { Checkbox, Input, InputNumber, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNamed } from '../i18n.js';
import { useVocabulary, type VocabularyList } from '../reference/names.js';
import type { ControlProps, FormField } from './form-context.js';

/** One line of text; an empty one is no value. */
export const TextInput = ({ onChange, value, ...rest }: ControlProps<string> & { readonly maxLength?: number }) => (
  <Input {...rest} value={value ?? ''} onChange={(event) => onChange?.(event.target.value || undefined)} />
);

export const LongTextInput = ({ onChange, value, ...rest }: ControlProps<string>) => (
  <Input.TextArea
    {...rest}
    value={value ?? ''}
    autoSize={{ minRows: 3, maxRows: 12 }}
    maxLength={4000}
    onChange={(event) => onChange?.(event.target.value || undefined)}
  />
);

/** Exact decimals stay text all the way. */
export const DecimalInput = ({ onChange, value, ...rest }: ControlProps<string>) => (
  <Input
    {...rest}
    inputMode="decimal"
    autoComplete="off"
    value={value ?? ''}
    style={{ maxWidth: 200 }}
    onChange={(event) => onChange?.(event.target.value.trim() || undefined)}
  />
);

export const IntegerInput = ({ onChange, value, ...rest }: ControlProps<number>) => (
  <InputNumber<number>
    {...rest}
    min={0}
    precision={0}
    value={value ?? null}
    onChange={(next) => onChange?.(next ?? undefined)}
  />
);

/** Yes, no, or nothing said where nothing has to be said. */
export const BooleanInput = ({
  value,
  onChange,
  isRequired,
}: ControlProps<boolean> & { readonly isRequired: boolean }) => {
  const { t } = useTranslation();
  return (
    <Radio.Group
      value={value ?? null}
      onChange={(event) => onChange?.((event.target.value as boolean | null) ?? undefined)}
    >
      <Radio value>{t('states.yes')}</Radio>
      <Radio value={false}>{t('states.no')}</Radio>
      {isRequired ? null : <Radio value={null}>{t('forms.none')}</Radio>}
    </Radio.Group>
  );
};

type Choices = NonNullable<FormField['choices']>;
const FEW = 4;

export const ChoiceInput = ({
  id,
  value,
  onChange,
  choices,
  isRequired,
}: ControlProps<string> & { readonly choices: Choices; readonly isRequired: boolean }) => {
  const { t } = useTranslation();
  const named = useNamed();
  const options = choices.map((choice) => ({ value: choice.value, label: named(choice) }));
  if (choices.length <= FEW && isRequired)
    return (
      <Radio.Group value={value} options={options} onChange={(event) => onChange?.(event.target.value as string)} />
    );
  return (
    <Select
      {...(id ? { id } : {})}
      value={value}
      options={options}
      placeholder={t('forms.choose')}
      allowClear={!isRequired}
      showSearch={{ optionFilterProp: 'label' }}
      onChange={(next: string | undefined) => onChange?.(next)}
    />
  );
};

export const ChoicesInput = ({ value, onChange, choices }: ControlProps<string[]> & { readonly choices: Choices }) => {
  const named = useNamed();
  return (
    <Checkbox.Group
      className="column-choices"
      value={value ?? []}
      options={choices.map((choice) => ({ value: choice.value, label: named(choice) }))}
      onChange={(next) => onChange?.(next.length > 0 ? (next as string[]) : undefined)}
    />
  );
};

/** Several short texts, one a line of its own kind. */
export const TextsInput = ({ id, value, onChange }: ControlProps<string[]>) => (
  <Select
    {...(id ? { id } : {})}
    mode="tags"
    open={false}
    suffixIcon={null}
    value={value ?? []}
    tokenSeparators={['\n', '；', ';']}
    onChange={(next: string[]) => onChange?.(next.length > 0 ? next : undefined)}
  />
);

/** An item of the pack by its name. */
export const VocabularyInput = ({
  id,
  value,
  onChange,
  list,
  isRequired,
}: ControlProps<string> & { readonly list: VocabularyList; readonly isRequired: boolean }) => {
  const items = useVocabulary(list);
  const choices = items.map((item) => ({ value: item.id, zh: item.zh, en: item.en }));
  return (
    <ChoiceInput
      {...(id ? { id } : {})}
      value={value}
      choices={choices}
      isRequired={isRequired}
      {...(onChange ? { onChange } : {})}
    />
  );
};
