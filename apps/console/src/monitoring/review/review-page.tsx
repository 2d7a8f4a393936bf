import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useStations } from '../monitoring-queries.js';
import { SubPages } from '../sub-pages.js';
import { Answer, Page, Section } from '../../shell/parts.js';
import { minuteText } from '../../shell/time.js';
import { listed, More } from '../../shell/more.js';
import { HeldValues, useHeldValues } from './held-values.js';
import { SuspectHours, useSuspectHours } from './suspect-hours.js';
import { type HourVoid, useHourVoids } from './void-queries.js';
import { StepList, VoidActions } from './void-steps.js';
import { comma } from '../../texts/joined.js';
import { PageTable } from '../../shell/page-table.js';

const OPEN: readonly HourVoid['state'][] = ['proposed', 'lift-proposed'];

const Table = ({ items }: { readonly items: readonly HourVoid[] }) => {
  const { t } = useTranslation();
  const stations = useStations().data;
  const nameOf = (id: string): string => stations?.find((one) => one.id === id)?.name ?? id;
  return (
    <PageTable
      isTall
      heads={[
        t('hourVoids.station'),
        t('hourVoids.span'),
        t('hourVoids.pollutants'),
        t('hourVoids.state'),
        t('hourVoids.steps'),
        { unseen: t('hourVoids.state') },
      ]}
    >
      {items.map((one) => (
        <tr key={one.id}>
          <th scope="row">
            <Link to={`/monitoring/stations/${one.stationId}`}>{nameOf(one.stationId)}</Link>
          </th>
          <td>
            {minuteText(one.fromLabel)}
            <br />
            {minuteText(one.untilLabel)}
          </td>
          <td className="wraps">{one.pollutants.join(comma())}</td>
          <td>{t(`hourVoids.states.${one.state}`)}</td>
          <td className="wraps">
            <StepList steps={one.steps} />
          </td>
          <td className="right">
            <span className="void-buttons">
              <VoidActions one={one} />
            </span>
          </td>
        </tr>
      ))}
    </PageTable>
  );
};

/** What waits for a person: proposals to void or restore, and values held as suspect. */
export const ReviewPage = () => {
  const { t } = useTranslation();
  const voids = { open: useHourVoids('open'), all: useHourVoids('all') };
  const values = {
    held: useHeldValues('held'),
    excluded: useHeldValues('excluded'),
    released: useHeldValues('released'),
  };
  const suspected = useSuspectHours();
  const [open, all, held, suspects] = [
    listed(voids.open),
    listed(voids.all),
    listed(values.held),
    listed(suspected),
  ] as const;
  const [excluded, released] = [listed(values.excluded), listed(values.released)];
  const reviewed = {
    ...excluded,
    isPending: excluded.isPending || released.isPending,
    error: excluded.error ?? released.error,
    data: excluded.data && released.data ? [...excluded.data, ...released.data] : undefined,
  };
  const past = { ...all, data: all.data?.filter(({ state }) => !OPEN.includes(state)) };
  return (
    <Page
      title={t('hourVoids.title')}
      lead={
        open.data && held.data
          ? t('hourVoids.lead', {
              voids: `${open.data.length}${voids.open.hasNextPage ? '+' : ''}`,
              held: `${held.data.length}${values.held.hasNextPage ? '+' : ''}`,
            })
          : null
      }
      extra={<SubPages />}
    >
      <Section flush title={t('hourVoids.open')} aside={t('hourVoids.openAside')}>
        <Answer query={open} empty={(items) => items.length === 0} emptyText={t('hourVoids.noOpen')} rows={3}>
          {(items) => <Table items={items} />}
        </Answer>
        <More of={voids.open} />
      </Section>
      <Section flush title={t('hourVoids.held')} aside={t('hourVoids.heldAside')}>
        <Answer query={held} empty={(items) => items.length === 0} emptyText={t('hourVoids.noHeld')} rows={3}>
          {(items) => <HeldValues items={items} />}
        </Answer>
        <More of={values.held} />
      </Section>
      <Section
        flush
        title={t('hourVoids.suspects')}
        aside={t('hourVoids.suspectsAside', { days: suspected.data?.pages[0]?.days ?? '' })}
      >
        <Answer query={suspects} empty={(items) => items.length === 0} emptyText={t('hourVoids.noSuspects')} rows={3}>
          {(items) => <SuspectHours items={items} />}
        </Answer>
        <More of={suspected} />
      </Section>
      <Section flush title={t('hourVoids.reviewed')} aside={t('hourVoids.reviewedAside')}>
        <Answer query={reviewed} empty={(items) => items.length === 0} emptyText={t('hourVoids.noReviewed')} rows={3}>
          {(items) => <HeldValues items={items} />}
        </Answer>
        <More of={values.excluded.hasNextPage ? values.excluded : values.released} />
      </Section>
      <Section flush title={t('hourVoids.past')} aside={t('hourVoids.pastAside')}>
        <Answer query={past} empty={(items) => items.length === 0} emptyText={t('hourVoids.noPast')} rows={3}>
          {(items) => <Table items={items} />}
        </Answer>
        <More of={voids.all} />
      </Section>
    </Page>
  );
};
