import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useNamed } from '../i18n.js';
import { linkTo } from '../reference/links.js';
import { Due, isLevel, Level, Section } from '../shell/parts.js';
import { useMay, usePlatformToday } from '../shell/session.js';
import { daysBetween } from '../shell/time.js';
import { useWaitingActs } from './work-queries.js';

/** Formal acts that wait for the signed-in person; what is done with them is done on their own page. */
export const WaitingActs = () => {
  const { t } = useTranslation();
  const named = useNamed();
  const today = usePlatformToday();
  const mayOpen = useMay()('warning.read');
  const acts = useWaitingActs().data?.items ?? [];
  if (acts.length === 0) return null;
  return (
    <Section title={t('work.actsTitle')} aside={t('work.actsAside')} flush>
      <ul className="work">
        {acts.map((act) => {
          const link = mayOpen ? linkTo('act', act.id) : null;
          const { dueOn } = act.waitingFor;
          return (
            <li key={act.id}>
              <div className="work-matter">
                {link ? (
                  <Link to={link} className="two-lines">
                    {act.title}
                  </Link>
                ) : (
                  act.title
                )}
                <div className="aside">
                  {named(act.kindName)}
                  {act.number ? ` · ${act.number}` : ''} · {named(act.stateName)}
                  {isLevel(act.colour) ? (
                    <>
                      {' · '}
                      <Level level={act.colour} />
                    </>
                  ) : null}
                </div>
              </div>
              <div className="work-due">
                {dueOn ? (
                  <Due
                    on={dueOn}
                    overdueDays={Math.max(0, daysBetween(dueOn, today))}
                    leftDays={daysBetween(today, dueOn)}
                  />
                ) : null}
              </div>
              <div className="work-acts">
                {link ? (
                  <Link to={link} className="ant-btn-like">
                    {t('work.openAct')}
                  </Link>
                ) : null}
              </div>
            </li>
          );
        })}
      </ul>
    </Section>
  );
};
