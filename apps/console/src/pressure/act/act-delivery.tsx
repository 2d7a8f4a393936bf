import { useTranslation } from 'react-i18next';
import { usePersonName, usePostName } from '../../reference/names.js';
import { Answer, Section } from '../../shell/parts.js';
import { minuteText } from '../../shell/time.js';
import { type ActDetail, useDeliveries } from '../queries.js';

const SIGNS = { pending: '○', sent: '◐', read: '●', failed: '×' } as const;

/** Who signed for it, in which way, and who saw a refusal. */
export const ActReceipts = ({ act }: { readonly act: ActDetail }) => {
  const { t } = useTranslation();
  if (act.receipts.length === 0) return null;
  return (
    <Section title={t('pressure.act.receipts')}>
      <ul className="pressure-lines">
        {act.receipts.map(({ post, outcome, signerPost, signerPerson, witnessPost, receivedAt, note }) => (
          <li key={post.id}>
            <span>
              {post.name}{' '}
              <b className={outcome === 'refused' ? 'overdue' : undefined}>
                {t(`pressure.act.receiptOutcomes.${outcome}`)}
              </b>
              <span className="aside">
                {' '}
                {[signerPerson?.name, signerPost && signerPost.id !== post.id ? signerPost.name : null, note]
                  .filter(Boolean)
                  .join(' · ')}
                {witnessPost ? ` · ${t('pressure.act.witness', { name: witnessPost.name })}` : ''}
              </span>
            </span>
            <span className="aside">{minuteText(receivedAt)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
};

/** How it reached whom: one line a recipient and channel. */
export const ActDeliveries = ({ act }: { readonly act: ActDetail }) => {
  const { t } = useTranslation();
  const postName = usePostName();
  const personName = usePersonName();
  const query = useDeliveries('act', act.id);
  if (act.issuedAt === null) return null;
  return (
    <Section title={t('pressure.act.deliveries')}>
      <Answer query={query} empty={(items) => items.length === 0} emptyText={t('pressure.act.noDeliveries')} rows={2}>
        {(items) => (
          <ul className="pressure-lines">
            {items.map(
              ({ id, recipientPostId, recipientPersonId, channel, state, attempts, error, sentAt, readAt }) => (
                <li key={id}>
                  <span>
                    {postName(recipientPostId)}
                    <span className="aside">
                      {' '}
                      {recipientPersonId ? personName(recipientPersonId) : ''} {t(`pressure.act.channels.${channel}`)}
                    </span>
                    {state === 'failed' && error ? <span className="aside overdue"> {error}</span> : null}
                  </span>
                  <span className={state === 'failed' ? 'aside overdue' : 'aside'}>
                    <span aria-hidden>{SIGNS[state]}</span> {t(`pressure.act.deliveryStates.${state}`)}
                    {state === 'pending' && attempts > 0 ? ` (${attempts})` : ''} {minuteText(readAt ?? sentAt)}
                  </span>
                </li>
              ),
            )}
          </ul>
        )}
      </Answer>
    </Section>
  );
};
