import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { fileUrl } from '../../api/client.js';
import { useNamed } from '../../i18n.js';
import { Section } from '../../shell/parts.js';
import { minuteText } from '../../shell/time.js';
import { useActState } from '../act-words.js';
import type { ActDetail } from '../queries.js';

/** Whose signatures it takes, and which are there; then the limits that run from its issue. */
export const ActSigners = ({ act }: { readonly act: ActDetail }) => {
  const { t } = useTranslation();
  const named = useNamed();
  if (act.signers.length === 0 && act.limits.length === 0) return null;
  return (
    <Section title={t(act.signers.length > 0 ? 'pressure.act.signers' : 'pressure.act.limits')}>
      <ul className="pressure-lines">
        {act.signers.map(({ postKind, kindName, post, signedAt, signedByPost, signedByPerson, opinion }) => (
          <li key={postKind}>
            <span>
              <span aria-hidden>{signedAt ? '●' : '○'}</span> {signedByPost?.name ?? post?.name ?? named(kindName)}
              {signedByPerson ? <span className="aside"> {signedByPerson.name}</span> : null}
              {opinion ? <span className="aside"> “{opinion}”</span> : null}
            </span>
            <span className="aside">
              {signedAt ? t('pressure.act.signed', { at: minuteText(signedAt) }) : t('pressure.act.notSigned')}
            </span>
          </li>
        ))}
        {act.countersignUnit ? (
          <li>
            <span>{t('pressure.act.countersignUnit')}</span>
            <span className="aside">{act.countersignUnit.name}</span>
          </li>
        ) : null}
        {act.limits.map(({ id, name, from, amount, unit, owedBy }) => (
          <li key={id}>
            <span>{named(name)}</span>
            <span className="aside">
              {t(`pressure.act.limitFrom.${from}`)} {amount} {t(`pressure.act.limitUnits.${unit}`)} ·{' '}
              {t(`pressure.act.owedBy.${owedBy}`)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
};

/** What came back: answers, plans, records of the meeting, checks. */
export const ActReplies = ({ act }: { readonly act: ActDetail }) => {
  const { t } = useTranslation();
  if (act.replies.length === 0) return null;
  return (
    <Section title={t('pressure.act.replies')}>
      <ul className="act-replies">
        {act.replies.map(({ id, kind, at, text, files, person }) => (
          <li key={id}>
            <b>{t(`pressure.act.replyKinds.${kind}`)}</b>{' '}
            <span className="aside">
              {person?.name ?? ''} {minuteText(at)}
            </span>
            <p>{text}</p>
            {files.map(({ sha256, name }) => (
              <a key={sha256} href={fileUrl(sha256)}>
                {name}
              </a>
            ))}
          </li>
        ))}
      </ul>
    </Section>
  );
};

/** Acts that lift, correct, take back or absorb one another. */
export const ActRelated = ({ act }: { readonly act: ActDetail }) => {
  const { t } = useTranslation();
  const stateName = useActState();
  if (act.related.length === 0 && act.instructions.length === 0) return null;
  return (
    <Section title={t('pressure.act.related')}>
      <ul className="pressure-lines">
        {act.related.map(({ id, relation, title, number, state }) => (
          <li key={`${relation} ${id}`}>
            <span>
              {t(`pressure.act.relations.${relation}`)} <Link to={`/pressure/acts/${id}`}>{number ?? title}</Link>
            </span>
            <span className="aside">{stateName(state)}</span>
          </li>
        ))}
        {act.instructions.map(({ id, givenOn, leaderPost, text }) => (
          <li key={id}>
            <span>
              {t('pressure.instructions')}：{text}
            </span>
            <span className="aside">
              {leaderPost.name} {givenOn}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
};
