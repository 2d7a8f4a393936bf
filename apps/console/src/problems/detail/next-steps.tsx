import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNamed } from '../../i18n.js';
import type { ProblemDetail } from '../problem-queries.js';
import { leadsAside } from '../step-order.js';

/** What the signed-in person may do with the problem now. */
export const NextSteps = ({
  problem,
  onOpen,
}: {
  readonly problem: ProblemDetail;
  readonly onOpen: (action: string) => void;
}) => {
  const { t } = useTranslation();
  const named = useNamed();
  const ahead = problem.nextActions
    .filter(({ action }) => !leadsAside(action))
    // While work is under way, saying how far it is comes before saying it is done.
    .sort((a, b) => Number(b.action === 'report-progress') - Number(a.action === 'report-progress'));
  const aside = problem.nextActions.filter(({ action }) => leadsAside(action));
  const [first] = ahead;
  return (
    <section className="next-steps" aria-label={t('problems.detail.next')}>
      <div>
        <h2>{problem.nextActions.length > 0 ? t('problems.detail.next') : t('problems.detail.nothing')}</h2>
        {problem.stepDueOn ? (
          <span className="aside">{t('problems.detail.stepDue', { date: problem.stepDueOn })}</span>
        ) : null}
      </div>
      <div className="next-buttons">
        {[...ahead, ...aside].map((one) => (
          <Button key={one.action} type={one === first ? 'primary' : 'default'} onClick={() => onOpen(one.action)}>
            {named(one)}
          </Button>
        ))}
      </div>
    </section>
  );
};
