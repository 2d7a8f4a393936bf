import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GB3838_2002 } from '#libs/domain/water/edition.js';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { useSections } from '../monitoring-queries.js';
import { problemText } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { minuteText } from '../../shell/time.js';
import { useHourWrite } from './void-queries.js';
import { StepList } from './void-steps.js';
import { termText } from '../../reference/terms.js';

type Held = Schemas['DataReview'];
type Action = Held['nextActions'][number] | 'annotate';

const A_PAGE = 50;

export const useHeldValues = (state: Held['state']) =>
  useInfiniteQuery({
    queryKey: ['data-reviews', state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      dataOf(
        api.GET('/api/data-reviews', { params: { query: { state, limit: A_PAGE, ...(cursor ? { cursor } : {}) } } }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

const PERMISSIONS: Readonly<Record<Action, string>> = {
  exclude: 'data.review',
  release: 'data.review',
  withdraw: 'data.review',
  confirm: 'data.confirm-void',
  refuse: 'data.confirm-void',
  annotate: 'data.annotate',
};

/** Where and with what a step is sent. */
const stepOf = ({ id, version }: Held, action: Action, reason: string): { path: string; body: object } => {
  const of = `/data-reviews/${id}`;
  if (action === 'annotate') return { path: `${of}/notes`, body: { note: reason } };
  const body = { reason, expectedVersion: version };
  if (action === 'withdraw') return { path: `${of}/withdrawal`, body };
  const isSecond = action === 'confirm' || action === 'refuse';
  return { path: `${of}/${isSecond ? 'confirmation' : 'decision'}`, body: { ...body, decision: action } };
};

/** What the act is called: at an own section to exclude, and to let excluded values count, is to propose it. */
const useActionName = () => {
  const { t } = useTranslation();
  return ({ ownership, state }: Held, action: Action): string => {
    if (ownership === 'own' && action === 'exclude') return t('hourVoids.proposeExclude');
    if (ownership === 'own' && action === 'release' && state === 'excluded') return t('hourVoids.proposeRelease');
    return t(`hourVoids.actions.${action}`);
  };
};

const ActionModal = ({
  held,
  action,
  onClose,
}: {
  readonly held: Held;
  readonly action: Action;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ reason: string }>();
  const write = useHourWrite(onClose);
  const name = useActionName()(held, action);
  return (
    <Modal
      open
      title={name}
      okText={name}
      cancelText={t('states.cancel')}
      confirmLoading={write.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" onFinish={({ reason }) => write.mutate(stepOf(held, action, reason))}>
        <Form.Item
          name="reason"
          label={t(action === 'annotate' ? 'hourVoids.note' : 'hourVoids.reason')}
          rules={[{ required: true, min: 2 }]}
        >
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

/** Values of water stations held as suspect, for a person to keep or exclude. */
export const HeldValues = ({ items }: { readonly items: readonly Held[] }) => {
  const { t } = useTranslation();
  const may = useMay();
  const sections = useSections().data;
  const actionName = useActionName();
  const [asked, setAsked] = useState<{ held: Held; action: Action } | null>(null);
  const nameOf = (id: string): string => sections?.find((one) => one.id === id)?.name ?? id;
  return (
    <div className="table-scroll">
      <table className="page-table tall">
        <thead>
          <tr>
            <th scope="col">{t('hourVoids.subject')}</th>
            <th scope="col">{t('hourVoids.item')}</th>
            <th scope="col" className="right">
              {t('hourVoids.value')}
            </th>
            <th scope="col" className="right">
              {t('hourVoids.count')}
            </th>
            <th scope="col">{t('hourVoids.span')}</th>
            <th scope="col">{t('hourVoids.state')}</th>
            <th scope="col">{t('hourVoids.steps')}</th>
            <th scope="col" aria-label={t('hourVoids.state')} />
          </tr>
        </thead>
        <tbody>
          {items.map((held) => (
            <tr key={held.id}>
              <th scope="row">{nameOf(held.sectionId)}</th>
              <td>{termText(GB3838_2002.basic[held.item as 'do']?.name ?? held.item)}</td>
              <td className="right">
                {held.value}
                <br />
                <span className="aside">{t(`hourVoids.heldFor.${held.cause}`, { median: held.median })}</span>
              </td>
              <td className="right">{held.count}</td>
              <td>
                {minuteText(held.firstAt)} – {minuteText(held.lastAt)}
              </td>
              <td className="wraps">
                {held.asked ? t(`hourVoids.askedFor.${held.asked}`) : t(`hourVoids.heldStates.${held.state}`)}
                <br />
                <span className="aside">{t(`hourVoids.ownership.${held.ownership}`)}</span>
              </td>
              <td className="wraps">
                <StepList steps={held.steps} />
              </td>
              <td className="right">
                <span className="void-buttons">
                  {([...held.nextActions, 'annotate'] as const)
                    .filter((action) => may(PERMISSIONS[action]))
                    .map((action) => (
                      <Button
                        key={action}
                        size="small"
                        {...(action === 'confirm' ? { type: 'primary' as const } : {})}
                        onClick={() => setAsked({ held, action })}
                      >
                        {actionName(held, action)}
                      </Button>
                    ))}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {asked ? <ActionModal {...asked} onClose={() => setAsked(null)} /> : null}
    </div>
  );
};
