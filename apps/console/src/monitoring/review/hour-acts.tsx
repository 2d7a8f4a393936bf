import { Button, Checkbox, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateTimeInput } from '../../forms/date-controls.js';
import { POLLUTANTS, type Pollutant } from '../monitoring-queries.js';
import { Answer, problemText } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { instantOfLocal, minuteText } from '../../shell/time.js';
import { listed } from '../../shell/more.js';
import { useHourNotes, useHourVoids, useHourWrite } from './void-queries.js';
import { StepList, VoidActions } from './void-steps.js';
import { comma } from '../../texts/joined.js';

type Act = 'annotate' | 'propose';

interface Values {
  readonly from: string;
  readonly until: string;
  readonly text: string;
  readonly pollutants?: readonly Pollutant[];
}

const instant = (local: string): string => new Date(instantOfLocal(local)).toISOString();

/** Note or proposal over a span of hours that begins with the one looked at. */
const HourForm = ({
  act,
  stationId,
  label,
  onClose,
}: {
  readonly act: Act;
  readonly stationId: string;
  readonly label: string;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const write = useHourWrite(onClose);
  const local = minuteText(label).replace(' ', 'T');
  const submit = ({ from, until, text, pollutants }: Values): void => {
    const span = { stationId, fromLabel: instant(from), untilLabel: instant(until) };
    write.mutate(
      act === 'annotate'
        ? { path: '/hour-notes', body: { ...span, note: text } }
        : { path: '/hour-voids', body: { ...span, pollutants, reason: text } },
    );
  };
  const required = [{ required: true, min: 2 }];
  return (
    <Form<Values>
      layout="vertical"
      initialValues={{ from: local, until: local, pollutants: [...POLLUTANTS] }}
      onFinish={submit}
    >
      <div className="form-pair">
        <Form.Item name="from" label={t('hourVoids.from')} rules={required}>
          <DateTimeInput allowClear={false} />
        </Form.Item>
        <Form.Item name="until" label={t('hourVoids.until')} rules={required}>
          <DateTimeInput allowClear={false} />
        </Form.Item>
      </div>
      {act === 'propose' ? (
        <Form.Item name="pollutants" label={t('hourVoids.pollutants')} rules={[{ required: true }]}>
          <Checkbox.Group options={[...POLLUTANTS]} />
        </Form.Item>
      ) : null}
      <Form.Item
        name="text"
        label={t(act === 'annotate' ? 'hourVoids.note' : 'hourVoids.reason')}
        rules={[{ required: true, min: 2 }]}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} />
      </Form.Item>
      {write.error ? (
        <div className="form-trouble" role="alert">
          {problemText(write.error)}
        </div>
      ) : null}
      <div className="form-foot">
        <Button type="primary" htmlType="submit" loading={write.isPending}>
          {t(act === 'annotate' ? 'hourVoids.annotate' : 'hourVoids.actions.propose')}
        </Button>
        <Button onClick={onClose}>{t('states.cancel')}</Button>
      </div>
    </Form>
  );
};

/** What has been said about an hour, and what may be done with it: notes for everybody's, voiding for one's own. */
export const HourActs = ({ stationId, label }: { readonly stationId: string; readonly label: string }) => {
  const { t } = useTranslation();
  const may = useMay();
  const notes = useHourNotes(stationId, label);
  const voids = listed(useHourVoids('all', { stationId, label }));
  const [act, setAct] = useState<Act | null>(null);
  return (
    <div className="hour-acts">
      <Answer query={voids} rows={1}>
        {(items) => (
          <>
            {items.map((one) => (
              <div key={one.id} className="hour-act">
                <b>{t(`hourVoids.states.${one.state}`)}</b> {one.pollutants.join(comma())}{' '}
                <span className="aside">
                  {minuteText(one.fromLabel)} – {minuteText(one.untilLabel)}
                </span>
                <StepList steps={one.steps} />
                <VoidActions one={one} />
              </div>
            ))}
          </>
        )}
      </Answer>
      <h3>{t('hourVoids.notes')}</h3>
      <Answer query={notes} empty={(items) => items.length === 0} emptyText={t('hourVoids.noNotes')} rows={1}>
        {(items) => (
          <ul className="void-steps">
            {items.map((one) => (
              <li key={one.id}>
                {one.note}{' '}
                <span className="aside">
                  {one.notedBy} {minuteText(one.notedAt)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Answer>
      {act ? (
        <HourForm key={act} act={act} stationId={stationId} label={label} onClose={() => setAct(null)} />
      ) : (
        <div className="form-foot">
          {may('data.annotate') ? <Button onClick={() => setAct('annotate')}>{t('hourVoids.annotate')}</Button> : null}
          {may('data.void') ? (
            <Button onClick={() => setAct('propose')}>{t('hourVoids.actions.propose')}</Button>
          ) : null}
          {may('data.void') ? <span className="aside">{t('hourVoids.foreign')}</span> : null}
        </div>
      )}
    </div>
  );
};
