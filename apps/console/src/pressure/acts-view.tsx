import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ACT_OUTCOMES, ACT_STAGES } from '#libs/domain/escalation/act-lifecycle.js';
import { SourceLookup } from '../evidence/source-lookup.js';
import { useNamed } from '../i18n.js';
import { SeverityMark } from '../marks/severity.js';
import { useUnits, useVocabulary } from '../reference/names.js';
import { Answer, Section } from '../shell/parts.js';
import { dayText, minuteText } from '../shell/time.js';
import { PageTable } from '../shell/page-table.js';
import type { Act, ActFilter } from './queries.js';
import { useActs } from './queries.js';

const STATES = [...Object.entries(ACT_STAGES), ...Object.entries(ACT_OUTCOMES)].map(([id, { zh, en }]) => ({
  id,
  zh,
  en,
}));
const FLAGS = [
  ['open', 'filterOpen'],
  ['issued', 'filterIssued'],
  ['overdue', 'filterOverdue'],
] as const;

/** Who has to do what next, in one line. */
export const Waiting = ({ act }: { readonly act: Act }) => {
  const { t } = useTranslation();
  const named = useNamed();
  const { waitingFor } = act;
  if (waitingFor.who === 'nobody') return <span className="aside">{named(waitingFor.name)}</span>;
  const who = waitingFor.posts.map(({ name }) => name).join('、') || waitingFor.unit?.name || '';
  return (
    <>
      {named(waitingFor.name)}
      <div className="aside">
        {who} {t('pressure.act.since', { at: dayText(waitingFor.since) })}
      </div>
    </>
  );
};

const ReplyDue = ({ act }: { readonly act: Act }) => {
  const { t } = useTranslation();
  if (act.repliedOn)
    return (
      <>
        {act.replyDueOn ?? '–'}
        <div className="aside">
          {t('pressure.act.repliedOn')} {act.repliedOn}
        </div>
      </>
    );
  if (!act.replyDueOn) return <span className="aside">–</span>;
  return (
    <>
      <span className={act.overdueSince ? 'overdue' : undefined}>{act.replyDueOn}</span>
      {act.isReplyDueProvisional ? <span className="aside"> {t('pressure.act.provisional')}</span> : null}
      {act.overdueSince ? (
        <div className="overdue small-note">■ {t('pressure.act.overdueSince', { on: act.overdueSince })}</div>
      ) : null}
    </>
  );
};

/** Acts as rows; used wherever acts are listed. */
export const ActTable = ({ acts }: { readonly acts: readonly Act[] }) => {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <PageTable
      isTall
      heads={[
        t('pressure.act.title'),
        t('pressure.act.kind'),
        t('pressure.act.addressee'),
        t('pressure.act.state'),
        t('pressure.act.issuedOn'),
        t('pressure.act.receivedOn'),
        t('pressure.act.replyDue'),
      ]}
    >
      {acts.map((act) => (
        <tr key={act.id}>
          <th scope="row" className="wraps">
            <Link to={`/pressure/acts/${act.id}`}>{act.title}</Link>
            <div className="aside">
              {act.number ?? t('pressure.act.noNumber')}
              {act.meetingAt ? ` · ${t('pressure.act.meetingAt')} ${minuteText(act.meetingAt)}` : ''}
            </div>
          </th>
          <td>
            {named(act.kindName)}
            {act.colour ? (
              <div className="small-note">
                <SeverityMark severity={act.colour} />
              </div>
            ) : null}
          </td>
          <td>{act.addressee?.name ?? '–'}</td>
          <td className="wraps roomy">
            <Waiting act={act} />
          </td>
          <td>{act.issuedOn ?? <span className="aside">–</span>}</td>
          <td>{act.receivedOn ?? <span className="aside">–</span>}</td>
          <td>
            <ReplyDue act={act} />
          </td>
        </tr>
      ))}
    </PageTable>
  );
};

const Pages = ({ filter, emptyText }: { readonly filter: ActFilter; readonly emptyText: string }) => {
  const { t } = useTranslation();
  const query = useActs(filter);
  const acts = query.data?.pages.flatMap((page) => page.items) ?? [];
  const total = query.data?.pages[0]?.total ?? 0;
  return (
    <>
      <Answer query={query} empty={() => acts.length === 0} emptyText={emptyText} rows={8}>
        {() => <ActTable acts={acts} />}
      </Answer>
      {query.hasNextPage ? (
        <Button type="link" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('states.shown', { shown: acts.length, total })} · {t('states.more', { n: total - acts.length })}
        </Button>
      ) : null}
    </>
  );
};

/** What waits for the signed-in person's hand: to review, countersign, sign, issue, receive or answer. */
export const QueueView = () => {
  const { t } = useTranslation();
  return (
    <Section flush title={t('pressure.views.queue')} aside={t('pressure.queueAside')}>
      <Pages filter={{ waitingForMe: 'true' }} emptyText={t('pressure.emptyQueue')} />
    </Section>
  );
};

/** Acts in every state, by kind, stage and unit. */
export const ActsView = ({
  filter,
  onChange,
}: {
  readonly filter: ActFilter;
  readonly onChange: (change: Partial<Record<keyof ActFilter, string | null>>) => void;
}) => {
  const { t } = useTranslation();
  const named = useNamed();
  const units = useUnits();
  const kinds = useVocabulary('acts');
  const many = (value: string | undefined): string[] => (value ?? '').split(',').filter(Boolean);
  return (
    <Section flush>
      <div className="pressure-filters">
        <Select
          mode="multiple"
          maxTagCount={1}
          allowClear
          placeholder={t('pressure.filters.kind')}
          aria-label={t('pressure.filters.kind')}
          style={{ minWidth: 170 }}
          popupMatchSelectWidth={220}
          value={many(filter.kind)}
          onChange={(chosen: string[]) => onChange({ kind: chosen.join(',') || null })}
          options={kinds.map((kind) => ({ value: kind.id, label: named(kind) }))}
        />
        <Select
          mode="multiple"
          maxTagCount={1}
          allowClear
          placeholder={t('pressure.act.state')}
          aria-label={t('pressure.act.state')}
          style={{ minWidth: 150 }}
          popupMatchSelectWidth={200}
          value={many(filter.state)}
          onChange={(chosen: string[]) => onChange({ state: chosen.join(',') || null })}
          options={STATES.map((state) => ({ value: state.id, label: named(state) }))}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('pressure.filters.unit')}
          aria-label={t('pressure.filters.unit')}
          style={{ width: 150 }}
          popupMatchSelectWidth={220}
          value={filter.unitId ?? null}
          onChange={(unitId: string | undefined) => onChange({ unitId: unitId ?? null })}
          options={[...(units?.values() ?? [])].map(({ id, shortName }) => ({ value: id, label: shortName }))}
        />
        <div className="chips">
          {FLAGS.map(([name, word]) => (
            <button
              key={name}
              type="button"
              className="chip"
              aria-pressed={filter[name] === 'true'}
              onClick={() => onChange({ [name]: filter[name] ? null : 'true' })}
            >
              {t(`pressure.act.${word}`)}
            </button>
          ))}
        </div>
        <SourceLookup />
      </div>
      <Pages filter={filter} emptyText={t('pressure.emptyActs')} />
    </Section>
  );
};
