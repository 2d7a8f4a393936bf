import { Button, Checkbox, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type ControlProps, useFormSubject } from './form-context.js';
import { UnitInput } from './reference-controls.js';
import { DateInput } from './date-controls.js';
import { LongTextInput, TextInput } from './simple-controls.js';

interface Numbered {
  readonly no: number;
}

/** A small table that is filled in row by row; rows keep consecutive numbers. */
const Rows = <T extends Numbered>({
  value,
  onChange,
  blank,
  children,
}: ControlProps<readonly T[]> & {
  readonly blank: (no: number) => T;
  readonly children: (row: T, change: (part: Partial<T>) => void) => ReactNode;
}) => {
  const { t } = useTranslation();
  const rows = value ?? [];
  const put = (next: readonly T[]): void =>
    onChange?.(next.length > 0 ? next.map((row, n) => ({ ...row, no: n + 1 })) : undefined);
  return (
    <div className="rows">
      {rows.map((row, n) => (
        <div key={n} className="row">
          <span className="row-no">{row.no}</span>
          <div className="row-fields">
            {children(row, (part) => put(rows.map((one, at) => (at === n ? { ...one, ...part } : one))))}
          </div>
          <Button
            type="text"
            size="small"
            aria-label={t('forms.rows.remove')}
            title={t('forms.rows.remove')}
            onClick={() => put(rows.filter((_row, at) => at !== n))}
          >
            ×
          </Button>
        </div>
      ))}
      <Button size="small" onClick={() => put([...rows, blank(rows.length + 1)])}>
        + {t('forms.rows.add')}
      </Button>
    </div>
  );
};

/** A labelled part of a row. */
export const Part = ({
  label,
  wide = false,
  grow,
  children,
}: {
  readonly label: string;
  readonly wide?: boolean;
  /** How much of the line it takes against the others. */
  readonly grow?: number;
  readonly children: ReactNode;
}) => (
  <label className={wide ? 'part wide' : 'part'} {...(grow ? { style: { flexGrow: grow } } : {})}>
    <span className="aside">{label}</span>
    {children}
  </label>
);

interface Milestone extends Numbered {
  readonly title: string;
  readonly date: string;
  readonly weight: number;
}

export const MilestonesInput = (props: ControlProps<readonly Milestone[]>) => {
  const { t } = useTranslation();
  const { problem } = useFormSubject();
  const sum = (props.value ?? []).reduce((all, { weight }) => all + (weight || 0), 0);
  return (
    <>
      <Rows<Milestone>
        {...props}
        blank={(no) => ({
          no,
          title: '',
          date: no === 1 ? '' : (problem?.deadline ?? ''),
          weight: Math.max(0, 100 - sum),
        })}
      >
        {(row, change) => (
          <>
            <Part label={t('forms.rows.milestone')} wide>
              <TextInput value={row.title} maxLength={200} onChange={(title) => change({ title: title ?? '' })} />
            </Part>
            <Part label={t('forms.rows.date')}>
              <DateInput value={row.date} onChange={(date) => change({ date: date ?? '' })} />
            </Part>
            <Part label={t('forms.rows.weight')}>
              <InputNumber<number>
                value={row.weight}
                min={0}
                max={100}
                onChange={(weight) => change({ weight: weight ?? 0 })}
              />
            </Part>
          </>
        )}
      </Rows>
      {(props.value ?? []).length > 0 ? (
        <div className={sum === 100 ? 'aside' : 'aside overdue'}>
          {t('forms.rows.sum', { sum })}
          {sum === 100 ? '' : t('forms.rows.sumWrong')}
        </div>
      ) : null}
    </>
  );
};

interface Goal extends Numbered {
  readonly text: string;
  readonly quantified: boolean;
  readonly criterion?: string | undefined;
}

export const GoalsInput = (props: ControlProps<readonly Goal[]>) => {
  const { t } = useTranslation();
  return (
    <Rows<Goal> {...props} blank={(no) => ({ no, text: '', quantified: false })}>
      {(row, change) => (
        <>
          <Part label={t('forms.rows.goal')} wide>
            <LongTextInput value={row.text} onChange={(text) => change({ text: text ?? '' })} />
          </Part>
          <Checkbox
            checked={row.quantified}
            onChange={(event) => change({ quantified: event.target.checked, criterion: undefined })}
          >
            {t('forms.rows.quantified')}
          </Checkbox>
          {row.quantified ? (
            <Part label={t('forms.rows.criterion')} wide>
              <TextInput value={row.criterion} maxLength={1000} onChange={(criterion) => change({ criterion })} />
            </Part>
          ) : null}
        </>
      )}
    </Rows>
  );
};

interface Measure extends Numbered {
  readonly text: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly ownerUnitId?: string | undefined;
}

export const MeasuresInput = (props: ControlProps<readonly Measure[]>) => {
  const { t } = useTranslation();
  const { problem, today } = useFormSubject();
  return (
    <Rows<Measure>
      {...props}
      blank={(no) => ({
        no,
        text: '',
        from: today,
        to: problem?.deadline ?? undefined,
        ownerUnitId: problem?.leadUnitId,
      })}
    >
      {(row, change) => (
        <>
          <Part label={t('forms.rows.measure')} wide>
            <LongTextInput value={row.text} onChange={(text) => change({ text: text ?? '' })} />
          </Part>
          <Part label={t('forms.rows.from')}>
            <DateInput value={row.from} onChange={(from) => change({ from })} />
          </Part>
          <Part label={t('forms.rows.to')}>
            <DateInput value={row.to} onChange={(to) => change({ to })} />
          </Part>
          <Part label={t('forms.rows.owner')}>
            <UnitInput value={row.ownerUnitId} isRequired={false} onChange={(ownerUnitId) => change({ ownerUnitId })} />
          </Part>
        </>
      )}
    </Rows>
  );
};

interface Survey {
  readonly asked: number;
  readonly satisfied: number;
}

export const SurveyInput = ({ value, onChange }: ControlProps<Survey>) => {
  const { t } = useTranslation();
  const put = (part: Partial<Survey>): void => {
    const next = { asked: 0, satisfied: 0, ...value, ...part };
    onChange?.(next.asked === 0 && next.satisfied === 0 ? undefined : next);
  };
  return (
    <div className="row-fields">
      <Part label={t('forms.survey.asked')}>
        <InputNumber<number>
          value={value?.asked ?? null}
          min={0}
          precision={0}
          onChange={(asked) => put({ asked: asked ?? 0 })}
        />
      </Part>
      <Part label={t('forms.survey.satisfied')}>
        <InputNumber<number>
          value={value?.satisfied ?? null}
          min={0}
          precision={0}
          onChange={(satisfied) => put({ satisfied: satisfied ?? 0 })}
        />
      </Part>
    </div>
  );
};

interface Sweep {
  readonly required: boolean;
  readonly done: boolean;
}

export const SweepInput = ({ value, onChange }: ControlProps<Sweep>) => {
  const { t } = useTranslation();
  const isRequired = value?.required ?? false;
  return (
    <div className="row-fields">
      <Checkbox
        checked={isRequired}
        onChange={(event) => onChange?.(event.target.checked ? { required: true, done: false } : undefined)}
      >
        {t('forms.sweep.required')}
      </Checkbox>
      <Checkbox
        disabled={!isRequired}
        checked={value?.done ?? false}
        onChange={(event) => onChange?.({ required: true, done: event.target.checked })}
      >
        {t('forms.sweep.done')}
      </Checkbox>
    </div>
  );
};
