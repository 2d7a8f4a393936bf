import { Form, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type ControlProps, useFormSubject } from './form-context.js';
import type { EvidenceFile } from './files-control.js';
import { Part } from './row-controls.js';
import { DateInput } from './date-controls.js';

interface MeasureResult {
  readonly no: number;
  readonly finishedOn: string | null;
  readonly evidence: readonly string[];
}

/** What became of each measure of the plan; its evidence is named from the files of the same form. */
export const MeasureResultsInput = ({ value, onChange }: ControlProps<readonly MeasureResult[]>) => {
  const { t } = useTranslation();
  const { problem } = useFormSubject();
  const files = (Form.useWatch('evidence') as readonly EvidenceFile[] | undefined) ?? [];
  const measures = problem?.plan?.measures ?? [];
  if (measures.length === 0) return <span className="aside">{t('forms.rows.noPlan')}</span>;
  const resultOf = (no: number): MeasureResult =>
    value?.find((one) => one.no === no) ?? { no, finishedOn: null, evidence: [] };
  const put = (no: number, part: Partial<MeasureResult>): void =>
    onChange?.(measures.map((measure) => (measure.no === no ? { ...resultOf(no), ...part } : resultOf(measure.no))));
  return (
    <div className="rows">
      {measures.map((measure) => {
        const result = resultOf(measure.no);
        return (
          <div key={measure.no} className="row">
            <span className="row-no">{measure.no}</span>
            <div className="row-fields">
              <div className="wide">{measure.text}</div>
              <Part label={t('forms.rows.finishedOn')}>
                <DateInput
                  value={result.finishedOn ?? undefined}
                  onChange={(finishedOn) => put(measure.no, { finishedOn: finishedOn ?? null })}
                />
              </Part>
              <Part label={t('forms.rows.evidence')} grow={3}>
                <Select
                  mode="multiple"
                  value={[...result.evidence]}
                  options={files.map(({ name }) => ({ value: name, label: name }))}
                  onChange={(evidence: string[]) => put(measure.no, { evidence })}
                />
              </Part>
            </div>
          </div>
        );
      })}
    </div>
  );
};

interface GoalResult {
  readonly no: number;
  readonly met: boolean | null;
  readonly measuredOn: string | null;
}

export const GoalResultsInput = ({ value, onChange }: ControlProps<readonly GoalResult[]>) => {
  const { t } = useTranslation();
  const { problem } = useFormSubject();
  const goals = problem?.plan?.goals ?? [];
  if (goals.length === 0) return <span className="aside">{t('forms.rows.noPlan')}</span>;
  const resultOf = (no: number): GoalResult =>
    value?.find((one) => one.no === no) ?? { no, met: null, measuredOn: null };
  const put = (no: number, part: Partial<GoalResult>): void =>
    onChange?.(goals.map((goal) => (goal.no === no ? { ...resultOf(no), ...part } : resultOf(goal.no))));
  return (
    <div className="rows">
      {goals.map((goal) => {
        const result = resultOf(goal.no);
        return (
          <div key={goal.no} className="row">
            <span className="row-no">{goal.no}</span>
            <div className="row-fields">
              <div className="wide">
                {goal.text}
                {goal.criterion ? <span className="aside"> {goal.criterion}</span> : null}
              </div>
              <Radio.Group
                value={result.met}
                onChange={(event) => put(goal.no, { met: event.target.value as boolean })}
                options={[
                  { value: true, label: t('forms.rows.met') },
                  { value: false, label: t('forms.rows.unmet') },
                ]}
              />
              {goal.quantified ? (
                <Part label={t('forms.rows.measuredOn')}>
                  <DateInput
                    value={result.measuredOn ?? undefined}
                    onChange={(measuredOn) => put(goal.no, { measuredOn: measuredOn ?? null })}
                  />
                </Part>
              ) : null}
            </div>
          </div>
        );
      })}
    </div>
  );
};
