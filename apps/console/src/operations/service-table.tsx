import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { minuteText } from '../shell/time.js';
import { useAgeText, useServiceName } from './operation-names.js';
import { OLD_SECONDS, type ServiceLook } from './troubles.js';

const Count = ({ n, isTrouble = false }: { readonly n: number | undefined; readonly isTrouble?: boolean }) =>
  n === undefined ? <>–</> : <span className={n === 0 ? 'quiet' : isTrouble ? 'overdue' : undefined}>{n}</span>;

const Age = ({ seconds }: { readonly seconds: number | undefined }) => {
  const ageText = useAgeText();
  if (!seconds) return <span className="quiet">–</span>;
  return <span className={seconds >= OLD_SECONDS ? 'overdue' : undefined}>{ageText(seconds)}</span>;
};

const State = ({ look }: { readonly look: ServiceLook }) => {
  const { t } = useTranslation();
  if (!look.answers || !look.pulse)
    return (
      <span className="overdue">
        ■ {look.answers ? (look.trouble ?? t('operations.attention')) : t('operations.silent')}
      </span>
    );
  const { pulse, stopped } = look;
  const isOld = pulse.outboxOldestSeconds >= OLD_SECONDS;
  const isWell = !isOld && stopped.length + pulse.outboxParked + pulse.parked + pulse.lateTimers.length === 0;
  return isWell ? (
    <span className="well">● {t('operations.answers')}</span>
  ) : (
    <span className="overdue">■ {t('operations.attention')}</span>
  );
};

/** One line a service: does it answer, is anything left over. */
export const ServiceTable = ({ services }: { readonly services: readonly ServiceLook[] }) => {
  const { t } = useTranslation();
  const serviceName = useServiceName();
  return (
    <Table<ServiceLook>
      size="small"
      rowKey="service"
      dataSource={[...services]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      columns={[
        {
          title: t('operations.service'),
          key: 'service',
          render: (_value, { service }) => (
            <>
              {serviceName(service)} <span className="aside">{service}</span>
            </>
          ),
        },
        { title: t('operations.state'), key: 'state', render: (_value, look) => <State look={look} /> },
        {
          title: t('operations.outbox'),
          key: 'outbox',
          align: 'right',
          render: (_value, { pulse }) => <Count n={pulse?.outboxPending} />,
        },
        {
          title: t('operations.oldest'),
          key: 'oldest',
          align: 'right',
          render: (_value, { pulse }) => <Age seconds={pulse?.outboxOldestSeconds} />,
        },
        {
          title: t('operations.outboxParked'),
          key: 'failed',
          align: 'right',
          render: (_value, { pulse }) => <Count n={pulse?.outboxParked} isTrouble />,
        },
        {
          title: t('operations.parked'),
          key: 'parked',
          align: 'right',
          render: (_value, { pulse }) => <Count n={pulse?.parked} isTrouble />,
        },
        {
          title: t('operations.waiting'),
          key: 'waiting',
          align: 'right',
          render: (_value, { pulse }) => <Count n={pulse?.waiting} />,
        },
        {
          title: t('operations.lateTitle'),
          key: 'late',
          align: 'right',
          render: (_value, { pulse }) => <Count n={pulse?.lateTimers.length} isTrouble />,
        },
        {
          title: t('operations.work'),
          key: 'work',
          render: (_value, { pulse }) =>
            pulse ? pulse.idle ? <span className="quiet">{t('operations.idle')}</span> : t('operations.busy') : '–',
        },
        { title: t('operations.next'), key: 'next', render: (_value, { pulse }) => minuteText(pulse?.nextInstant) },
      ]}
    />
  );
};
