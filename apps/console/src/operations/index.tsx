import { App as AntApp, Button, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer, Page, problemText, Section } from '../shell/parts.js';
import { useMay } from '../shell/session.js';
import { minuteText, secondText } from '../shell/time.js';
import { useOperate, useOperations, useParked, type ParkedAt } from './operations-queries.js';
import { useOutcomeText, useReasonText } from './operation-names.js';
import { ParkedRecord } from './parked-record.js';
import { ServiceTable } from './service-table.js';
import type { ServiceLook, TroubleNote } from './troubles.js';

const QUEUES = '/ops/queues';

/** Operations (运维): whether everything runs, what is behind, what could not be handled. */
const Operations = () => {
  const { t } = useTranslation();
  const operations = useOperations();
  const { data } = operations;
  const notes = data?.notes ?? [];
  return (
    <Page
      title={t('operations.title')}
      lead={
        data ? (
          <>
            {notes.length === 0 ? (
              t('operations.allWell', { n: data.services.length })
            ) : (
              <b className="overdue">{t('operations.troubles', { n: notes.length })}</b>
            )}{' '}
            <span className="aside">{t('operations.refreshed', { at: secondText(operations.dataUpdatedAt) })}</span>
          </>
        ) : null
      }
      extra={
        <Button href={QUEUES} target="_blank" title={t('operations.queuesAside')}>
          {t('operations.queues')} ↗
        </Button>
      }
    >
      {notes.length > 0 && data ? <Notes notes={notes} /> : null}
      <Section flush>
        <Answer query={operations} rows={8}>
          {({ services }) => <ServiceTable services={services} />}
        </Answer>
      </Section>
      {data ? (
        <>
          <Parked services={data.services} />
          <Lags lags={data.lags} isKafkaAway={notes.some(({ kind }) => kind === 'kafka')} />
          <LateTimers services={data.services} />
        </>
      ) : null}
    </Page>
  );
};
export default Operations;

const Notes = ({ notes }: { readonly notes: readonly TroubleNote[] }) => {
  const { t } = useTranslation();
  const { message } = AntApp.useApp();
  const mayAct = useMay()('operations.act');
  const outcomeText = useOutcomeText();
  const operate = useOperate();
  const textOf = (note: TroubleNote): string => {
    switch (note.kind) {
      case 'kafka':
        return t('operations.trouble.kafka');
      case 'silent':
        return t('operations.trouble.silent', { service: note.service });
      case 'unread':
        return t('operations.trouble.unread', { service: note.service, why: note.why });
      case 'consumer':
        return t('operations.trouble.consumer', { service: note.service, consumer: note.consumer });
      default:
        return t(`operations.trouble.${note.kind}`, { service: note.service, n: note.n });
    }
  };
  return (
    <ul className="notes">
      {notes.map((note) => (
        <li key={JSON.stringify(note)}>
          <span className="overdue" aria-hidden>
            ■
          </span>{' '}
          {textOf(note)}
          {note.kind === 'consumer' && mayAct ? (
            <Button
              size="small"
              loading={operate.isPending}
              onClick={() =>
                operate.mutate(
                  { service: note.service, act: `consumers/${encodeURIComponent(note.consumer)}/resume` },
                  {
                    onSuccess: ({ outcome }) => void message.success(outcomeText(outcome)),
                    onError: (why) => void message.error(problemText(why)),
                  },
                )
              }
            >
              {t('operations.resume')}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
};

const Parked = ({ services }: { readonly services: readonly ServiceLook[] }) => {
  const { t } = useTranslation();
  const reasonText = useReasonText();
  const [open, setOpen] = useState<ParkedAt | null>(null);
  const having = services
    .filter(({ pulse }) => pulse && pulse.parked + pulse.waiting > 0)
    .map(({ service }) => service);
  const parked = useParked(having);
  return (
    <Section title={t('operations.parkedTitle')} aside={t('operations.parkedAside')} flush>
      <Table<ParkedAt>
        size="small"
        rowKey={(record) => `${record.service} ${record.id}`}
        dataSource={parked.records}
        loading={having.length > 0 && parked.isPending}
        pagination={parked.records.length > 20 ? { pageSize: 20, size: 'small' } : false}
        locale={{ emptyText: parked.error ? problemText(parked.error) : t('operations.noParked') }}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('operations.service'), dataIndex: 'service' },
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
      <ParkedRecord record={open} onClose={() => setOpen(null)} />
    </Section>
  );
};

interface Lag {
  readonly group: string;
  readonly topic: string;
  readonly lag: number;
}

const Lags = ({ lags, isKafkaAway }: { readonly lags: readonly Lag[]; readonly isKafkaAway: boolean }) => {
  const { t } = useTranslation();
  const behind = lags.filter(({ lag }) => lag > 0).sort((a, b) => b.lag - a.lag);
  return (
    <Section title={t('operations.lag')} aside={t('operations.lagAside')} flush>
      <Table<Lag>
        size="small"
        rowKey={({ group, topic }) => `${group} ${topic}`}
        dataSource={behind}
        pagination={behind.length > 20 ? { pageSize: 20, size: 'small' } : false}
        locale={{ emptyText: isKafkaAway ? t('operations.trouble.kafka') : t('operations.noLag') }}
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
    </Section>
  );
};

const LateTimers = ({ services }: { readonly services: readonly ServiceLook[] }) => {
  const { t } = useTranslation();
  const late = services.flatMap(({ service, pulse }) =>
    (pulse?.lateTimers ?? []).map((timer) => ({ ...timer, service })),
  );
  return (
    <Section title={t('operations.lateTitle')} aside={t('operations.lateAside')} flush>
      <Table
        size="small"
        rowKey="id"
        dataSource={late}
        pagination={late.length > 20 ? { pageSize: 20, size: 'small' } : false}
        locale={{ emptyText: t('operations.noLate') }}
        columns={[
          { title: t('operations.service'), dataIndex: 'service' },
          { title: t('operations.timer'), dataIndex: 'kind' },
          { title: t('operations.about'), dataIndex: 'subjectId', className: 'cut' },
          { title: t('operations.dueAt'), dataIndex: 'dueAt', render: minuteText },
        ]}
      />
    </Section>
  );
};
