import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';
import { problemText } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { minuteText } from '../../shell/time.js';
import { type HourVoid, PERMISSIONS, stepOf, useHourWrite, type VoidAction } from './void-queries.js';

/** What happened to a void or to values held, step by step. */
export const StepList = ({
  steps,
}: {
  readonly steps: readonly (HourVoid['steps'][number] | Schemas['DataReview']['steps'][number])[];
}) => {
  const { t } = useTranslation();
  return (
    <ol className="void-steps">
      {steps.map((step) => (
        <li key={`${step.at} ${step.action}`}>
          {t(`hourVoids.actions.${step.action}`)} {step.name}{' '}
          <span className="aside">
            {minuteText(step.at)} {step.reason}
          </span>
        </li>
      ))}
    </ol>
  );
};

/** Asks for the reason of one step and sends it. */
const StepModal = ({
  one,
  action,
  onClose,
}: {
  readonly one: HourVoid;
  readonly action: VoidAction;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ reason: string }>();
  const write = useHourWrite(onClose);
  return (
    <Modal
      open
      title={t(`hourVoids.actions.${action}`)}
      okText={t(`hourVoids.actions.${action}`)}
      cancelText={t('states.cancel')}
      confirmLoading={write.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" onFinish={({ reason }) => write.mutate(stepOf(one, action, reason))}>
        <Form.Item name="reason" label={t('hourVoids.reason')} rules={[{ required: true, min: 2 }]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} />
        </Form.Item>
      </Form>
      {write.error ? (
        <div className="form-trouble" role="alert">
          {problemText(write.error)}
        </div>
      ) : null}
    </Modal>
  );
};

/** Buttons of what the signed-in person may do next with a void. */
export const VoidActions = ({ one }: { readonly one: HourVoid }) => {
  const { t } = useTranslation();
  const may = useMay();
  const [action, setAction] = useState<VoidAction | null>(null);
  return (
    <>
      {one.nextActions
        .filter((next) => may(PERMISSIONS[next]))
        .map((next) => (
          <Button
            key={next}
            size="small"
            {...(next === 'confirm' ? { type: 'primary' as const } : {})}
            onClick={() => setAction(next)}
          >
            {t(`hourVoids.actions.${next}`)}
          </Button>
        ))}
      {action ? <StepModal one={one} action={action} onClose={() => setAction(null)} /> : null}
    </>
  );
};
