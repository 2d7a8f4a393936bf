import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GB3838_2002 } from '#libs/domain/water/edition.js';
import { api, dataOf, type Schemas } from '../api/client.js';
import { useSections } from '../monitoring/monitoring-queries.js';
import { problemText } from '../shell/parts.js';
import { useMay } from '../shell/session.js';
import { minuteText } from '../shell/time.js';
import { useHourWrite } from './void-queries.js';

type Held = Schemas['DataReview'];
type Decision = 'exclude' | 'release';

const MOST = 100;

export const useHeldValues = (state: Held['state']) =>
  useQuery({
    queryKey: ['data-reviews', state],
    queryFn: async () =>
      (await dataOf(api.GET('/api/data-reviews', { params: { query: { state, limit: MOST } } }))).items,
  });

const DecisionModal = ({
  held,
  decision,
  onClose,
}: {
  readonly held: Held;
  readonly decision: Decision;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ reason: string }>();
  const write = useHourWrite(onClose);
  return (
    <Modal
      open
      title={t(`hourVoids.${decision}`)}
      okText={t(`hourVoids.${decision}`)}
      cancelText={t('states.cancel')}
      confirmLoading={write.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={({ reason }) =>
          write.mutate({ path: `/data-reviews/${held.id}/decision`, body: { decision, reason } })
        }
      >
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

/** Values of water stations held as suspect, for a person to keep or exclude. */
export const HeldValues = ({ items }: { readonly items: readonly Held[] }) => {
  const { t } = useTranslation();
  const may = useMay();
  const sections = useSections().data;
  const [asked, setAsked] = useState<{ held: Held; decision: Decision } | null>(null);
  const nameOf = (id: string): string => sections?.find((one) => one.id === id)?.name ?? id;
  return (
    <div className="table-scroll">
      <table className="page-table">
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
            <th scope="col" aria-label={t('hourVoids.state')} />
          </tr>
        </thead>
        <tbody>
          {items.map((held) => (
            <tr key={held.id}>
              <th scope="row">{nameOf(held.sectionId)}</th>
              <td>{GB3838_2002.basic[held.item as 'do']?.name ?? held.item}</td>
              <td className="right">{held.value}</td>
              <td className="right">{held.count}</td>
              <td>
                {minuteText(held.firstAt)} – {minuteText(held.lastAt)}
              </td>
              <td className="right">
                {may('data.review') ? (
                  <span className="void-buttons">
                    {(['exclude', 'release'] as const).map((decision) => (
                      <Button key={decision} size="small" onClick={() => setAsked({ held, decision })}>
                        {t(`hourVoids.${decision}`)}
                      </Button>
                    ))}
                  </span>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {asked ? <DecisionModal {...asked} onClose={() => setAsked(null)} /> : null}
    </div>
  );
};
