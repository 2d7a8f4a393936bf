import { useTranslation } from 'react-i18next';
import { useNamed } from '../../i18n.js';
import { Section } from '../../shell/parts.js';
import { minuteText } from '../../shell/time.js';
import type { ActDetail } from '../queries.js';

/** Every step of an act with who took it and when, and at the top what is waited for. */
export const ActLife = ({ act }: { readonly act: ActDetail }) => {
  const { t } = useTranslation();
  const named = useNamed();
  const { waitingFor } = act;
  const who = waitingFor.posts.map(({ name }) => name).join('、') || waitingFor.unit?.name;
  return (
    <Section title={t('pressure.act.life')}>
      <ol className="course">
        {waitingFor.who === 'nobody' ? null : (
          <li className="course-ahead">
            <time>{waitingFor.dueOn ?? ''}</time>
            <div>
              <b>{t('pressure.act.lifeWaiting', { name: named(waitingFor.name) })}</b>
              {who ? <div className="aside">{who}</div> : null}
            </div>
          </li>
        )}
        {[...act.steps].reverse().map((step) => (
          <li key={step.version}>
            <time>{minuteText(step.at)}</time>
            <div>
              <b>{named(step.actionName)}</b>{' '}
              <span className="aside">{step.actor.kind === 'system' ? t('pressure.act.system') : step.actor.name}</span>
              {(step.opinion ?? step.reason) ? <p className="course-words">{step.opinion ?? step.reason}</p> : null}
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
};
