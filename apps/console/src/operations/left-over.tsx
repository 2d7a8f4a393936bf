import { Button, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Nothing, problemText, Section } from '../shell/parts.js';
import { minuteText } from '../shell/time.js';
import { useReasonText, useServiceName } from './operation-names.js';
import { type ParkedAt, useParked } from './operations-queries.js';
import { ParkedRecord } from './parked-record.js';
import type { ServiceLook } from './troubles.js';

/** A page of a table; less than that needs no pages. */
const PAGE = 20;
const paged = (length: number) => (length > PAGE ? ({ pageSize: PAGE, size: 'small' } as const) : (false as const));

/** Records that could not be handled, in all services that have some. */
export const Parked = ({ services }: { readonly services: readonly ServiceLook[] }) => {
  const { t } = useTranslation();
  const reasonText = useReasonText();
  const serviceName = useServiceName();
  const [open, setOpen] = useState<ParkedAt | null>(null);
  const having = services
    .filter(({ pulse }) => pulse && pulse.parked + pulse.waiting > 0)
    .map(({ service }) => service);
  const parked = useParked(having);
  return (
    <Section title={t('operations.parkedTitle')} aside={t('operations.parkedAside')} flush>
      {having.length === 0 ? (
        <Nothing text={t('operations.noParked')} />
      ) : (
        <Table<ParkedAt>
          size="small"
          rowKey={(record) => `${record.service} ${record.id}`}
          dataSource={parked.records}
          loading={parked.isPending}
          pagination={paged(parked.records.length)}
          locale={{ emptyText: parked.error ? problemText(parked.error) : t('operations.noParked') }}
          scroll={{ x: 'max-content' }}
          columns={[
            { title: t('operations.service'), dataIndex: 'service', render: serviceName },
            { title: t('operations.topic'), dataIndex: 'topic' },
            { title: t('operations.key'), dataIndex: 'key', className: 'cut' },
            { title: t('operations.reason'), dataIndex: 'reason', render: reasonText },
            { title: t('operations.attempts'), dataIndex: 'attempts', align: 'right' },
            { title: t('operations.last'), dataIndex: 'lastAt', render: minuteText },
            {
              key: 'look',
              align: 'right',
              render: (_value, record) => (
                <Button type="link" size="small" onClick={() => setOpen(record)}>
                  {t('operations.look')}
                </Button>
              ),
            },
          ]}
        />
      )}
      <ParkedRecord record={open} onClose={() => setOpen(null)} />
    </Section>
  );
};

interface Lag {
  readonly group: string;
  readonly topic: string;
  readonly lag: number;
}

/** Consumers that are behind the end of their topics. */
export const Lags = ({ lags, isKafkaAway }: { readonly lags: readonly Lag[]; readonly isKafkaAway: boolean }) => {
  const { t } = useTranslation();
  const behind = lags.filter(({ lag }) => lag > 0).sort((a, b) => b.lag - a.lag);
  return (
    <Section title={t('operations.lag')} aside={t('operations.lagAside')} flush>
      {behind.length === 0 ? (
        <Nothing text={isKafkaAway ? t('operations.trouble.kafka') : t('operations.noLag')} />
      ) : (
        <Table<Lag>
          size="small"
          rowKey={({ group, topic }) => `${group} ${topic}`}
          dataSource={behind}
          pagination={paged(behind.length)}
          columns={[
            { title: t('operations.group'), dataIndex: 'group' },
            { title: t('operations.topic'), dataIndex: 'topic' },
            {
              title: t('operations.lag'),
              dataIndex: 'lag',
              align: 'right',
              render: (lag: number) => `${lag} ${t('operations.records')}`,
            },
          ]}
        />
      )}
    </Section>
  );
};

/** Obligations that are due and have not fired. */
export const LateTimers = ({ services }: { readonly services: readonly ServiceLook[] }) => {
  const { t } = useTranslation();
  const serviceName = useServiceName();
  const late = services.flatMap(({ service, pulse }) =>
    (pulse?.lateTimers ?? []).map((timer) => ({ ...timer, service })),
  );
  return (
    <Section title={t('operations.lateTitle')} aside={t('operations.lateAside')} flush>
      {late.length === 0 ? (
        <Nothing text={t('operations.noLate')} />
      ) : (
        <Table
          size="small"
          rowKey="id"
          dataSource={late}
          pagination={paged(late.length)}
          columns={[
            { title: t('operations.service'), dataIndex: 'service', render: serviceName },
            { title: t('operations.timer'), dataIndex: 'kind' },
            { title: t('operations.about'), dataIndex: 'subjectId', className: 'cut' },
            { title: t('operations.dueAt'), dataIndex: 'dueAt', render: minuteText },
          ]}
        />
      )}
    </Section>
  );
};
