import { App as AntApp, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Answer, Page, problemText, Section } from '../shell/parts.js';
import { useMay } from '../shell/session.js';
import { secondText } from '../shell/time.js';
import { LateTimers, Lags, Parked } from './left-over.js';
import { useOperate, useOperations } from './operations-queries.js';
import { useAgeText, useOutcomeText, useServiceName } from './operation-names.js';
import { ServiceTable } from './service-table.js';
import type { TroubleNote } from './troubles.js';

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
      <Section title={t('operations.servicesTitle')} flush>
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
  const serviceName = useServiceName();
  const ageText = useAgeText();
  const operate = useOperate();
  const textOf = (note: TroubleNote): string => {
    switch (note.kind) {
      case 'kafka':
      case 'redis':
        return t(`operations.trouble.${note.kind}`);
      case 'outboxOld':
        return t('operations.trouble.outboxOld', {
          service: serviceName(note.service),
          n: note.n,
          age: ageText(note.seconds),
        });
      case 'silent':
        return t('operations.trouble.silent', { service: serviceName(note.service) });
      case 'unread':
        return t('operations.trouble.unread', { service: serviceName(note.service), why: note.why });
      case 'consumer':
        return t('operations.trouble.consumer', { service: serviceName(note.service), consumer: note.consumer });
      default:
        return t(`operations.trouble.${note.kind}`, { service: serviceName(note.service), n: note.n });
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
