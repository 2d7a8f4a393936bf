import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, Drawer, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { DecimalInput } from '../../forms/simple-controls.js';
import { Answer, problemText } from '../../shell/parts.js';
import type { ExternalAverage, Medium } from './comparison-queries.js';
import { useMeasureName } from './measure-name.js';
import { WithdrawnList } from './withdrawn-list.js';

const DECIMAL = /^\d{1,5}(\.\d{1,4})?$/;

type Write = 'correct' | 'withdraw';
interface Values {
  readonly value: string;
  readonly document: string;
  readonly reason: string;
}

/** Every version of a figure, the newest first. */
const Versions = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['external-averages', 'versions', id],
    queryFn: async () =>
      (await dataOf(api.GET('/api/external-averages/{id}/versions', { params: { path: { id } } }))).items,
  });
  return (
    <Answer query={query} rows={2}>
      {(versions) => (
        <ul className="gap-list">
          {versions.map((one) => (
            <li key={one.id}>
              {t('airComparison.versionOf', { n: one.version })}{' '}
              {one.withdrawn ? <b>{t('airComparison.withdrawn')}</b> : one.value}{' '}
              <span className="aside">
                {[one.document, one.reason, one.recordedBy].filter((text) => text !== null).join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Answer>
  );
};

const WriteForm = ({
  one,
  write,
  onClose,
}: {
  readonly one: ExternalAverage;
  readonly write: Write;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const { medium, whose, measure, period, areaId } = one;
  const save = useMutation({
    mutationFn: ({ value, document, reason }: Values): Promise<unknown> =>
      write === 'withdraw'
        ? api.POST('/api/external-averages/{id}/withdraw', {
            params: { path: { id: one.id } },
            body: { reason, expectedVersion: one.version },
          })
        : api.POST('/api/external-averages', {
            body: { medium, whose, measure, period, areaId, value, document, reason, expectedVersion: one.version },
          }),
    onSuccess: async () => {
      void message.success(t(write === 'withdraw' ? 'airComparison.withdrawnNow' : 'airComparison.saved'));
      onClose();
      await queries.invalidateQueries({ queryKey: ['external-averages'] });
      await queries.invalidateQueries({ queryKey: ['monitoring'] });
    },
  });
  return (
    <Form<Values>
      layout="vertical"
      initialValues={{ value: one.value, document: one.document }}
      onFinish={(values) => save.mutate(values)}
    >
      {write === 'correct' ? (
        <>
          <Form.Item
            name="value"
            label={t('airComparison.averageValue')}
            rules={[{ required: true, pattern: DECIMAL }]}
          >
            <DecimalInput />
          </Form.Item>
          <Form.Item name="document" label={t('airComparison.document')} rules={[{ required: true, min: 2 }]}>
            <Input maxLength={120} />
          </Form.Item>
        </>
      ) : (
        <p>{t('airComparison.withdrawAside')}</p>
      )}
      <Form.Item name="reason" label={t('airComparison.writeReason')} rules={[{ required: true, min: 2 }]}>
        <Input maxLength={500} />
      </Form.Item>
      {save.error ? (
        <div className="form-trouble" role="alert">
          {problemText(save.error)}
        </div>
      ) : null}
      <div className="form-foot">
        <Button type="primary" danger={write === 'withdraw'} htmlType="submit" loading={save.isPending}>
          {t(`airComparison.writes.${write}`)}
        </Button>
        <Button onClick={onClose}>{t('states.cancel')}</Button>
      </div>
    </Form>
  );
};

/** What may be done with a figure of others: corrected or withdrawn, each with its reason. */
export const AverageWrites = ({ one }: { readonly one: ExternalAverage }) => {
  const { t } = useTranslation();
  const measureName = useMeasureName();
  const [write, setWrite] = useState<Write | null>(null);
  const close = (): void => setWrite(null);
  return (
    <>
      {(['correct', 'withdraw'] as const).map((which) => (
        <Button key={which} type="link" size="small" onClick={() => setWrite(which)}>
          {t(`airComparison.writes.${which}`)}
        </Button>
      ))}
      <Drawer
        open={write !== null}
        onClose={close}
        size={560}
        title={`${t(`airComparison.writes.${write ?? 'correct'}`)}：${one.period.label} ${one.whose} ${measureName(one.measure)}`}
        destroyOnHidden
        mask={{ closable: false }}
      >
        <h3>{t('airComparison.versions')}</h3>
        <Versions id={one.id} />
        {write ? <WriteForm one={one} write={write} onClose={close} /> : null}
      </Drawer>
    </>
  );
};

/** Figures that were withdrawn. */
export const WithdrawnAverages = ({ medium }: { readonly medium: Medium }) => {
  const { t } = useTranslation();
  const measureName = useMeasureName();
  return (
    <WithdrawnList
      title={t('airComparison.withdrawnAverages')}
      none={t('airComparison.noWithdrawn')}
      queryKey={['external-averages', medium, 'withdrawn']}
      load={async () =>
        (
          await dataOf(
            api.GET('/api/external-averages', { params: { query: { medium, withdrawn: 'true', limit: 100 } } }),
          )
        ).items
      }
      what={(one) => `${one.period.label} ${one.whose} ${measureName(one.measure)} ${one.value}`}
      known={(one) => [one.document, one.reason, one.recordedBy]}
    />
  );
};
