import { useTranslation } from 'react-i18next';
import { useUnitName } from '../../reference/names.js';
import { Bar, Due, Section } from '../../shell/parts.js';
import { shortPercent } from '../../shell/percent.js';
import type { ProblemDetail } from '../problem-queries.js';

type PlanOf = NonNullable<ProblemDetail['plan']>;

/** The plan: what is to be reached, by which measures, in which steps. */
export const Plan = ({ problem }: { readonly problem: ProblemDetail }) => {
  const { t } = useTranslation();
  const { plan, milestones } = problem;
  if (!plan && milestones.length === 0) return null;
  return (
    <Section
      flush
      title={t('problems.detail.plan')}
      aside={
        plan
          ? `${t('problems.detail.planNo', { no: plan.no })} · ${t(`problems.detail.decisions.${plan.decision}`)}`
          : null
      }
    >
      <div className="section-body">{plan ? <GoalsAndMeasures plan={plan} /> : null}</div>
      {milestones.length > 0 ? (
        <Milestones milestones={milestones} />
      ) : (
        <p className="aside section-body">{t('problems.detail.noMilestones')}</p>
      )}
    </Section>
  );
};

const GoalsAndMeasures = ({ plan }: { readonly plan: PlanOf }) => {
  const { t } = useTranslation();
  const unitName = useUnitName();
  return (
    <>
      {plan.opinion ? <blockquote className="opinion">{plan.opinion}</blockquote> : null}
      <h3 className="block-head">{t('problems.detail.goals')}</h3>
      <ol className="texts">
        {plan.goals.map((goal) => (
          <li key={goal.no}>
            {goal.text}
            {goal.criterion ? (
              <span className="aside"> {t('problems.detail.criterion', { text: goal.criterion })}</span>
            ) : null}
          </li>
        ))}
      </ol>
      <h3 className="block-head">{t('problems.detail.measures')}</h3>
      <ol className="texts">
        {plan.measures.map((measure) => (
          <li key={measure.no}>
            {measure.text}
            <span className="aside">
              {measure.from || measure.to ? ` ${measure.from ?? ''} – ${measure.to ?? ''}` : ''}
              {measure.ownerUnitId ? ` · ${unitName(measure.ownerUnitId)}` : ''}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
};

const Milestones = ({ milestones }: { readonly milestones: ProblemDetail['milestones'] }) => {
  const { t } = useTranslation();
  return (
    <div className="scroll-x">
      <table className="plain">
        <thead>
          <tr>
            <th>{t('problems.detail.milestone')}</th>
            <th>{t('problems.detail.date')}</th>
            <th className="right">{t('problems.detail.weight')}</th>
            <th style={{ width: 160 }}>{t('problems.detail.progress')}</th>
            <th>{t('problems.detail.met')}</th>
          </tr>
        </thead>
        <tbody>
          {milestones.map((one) => (
            <tr key={one.no}>
              <th scope="row">
                {one.no}. {one.title}
              </th>
              <td>
                <Due on={one.date} overdueDays={one.overdueDays} />
              </td>
              <td className="right">{shortPercent(one.weight)}%</td>
              <td>
                <Bar
                  percent={Number(one.confirmedPct)}
                  second={Number(one.reportedPct)}
                  text={`${shortPercent(one.confirmedPct)} / ${shortPercent(one.reportedPct)}%`}
                />
              </td>
              <td>
                {one.confirmedMetOn
                  ? t('problems.detail.metConfirmed', { date: one.confirmedMetOn })
                  : one.reportedMetOn
                    ? t('problems.detail.metReported', { date: one.reportedMetOn })
                    : '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
