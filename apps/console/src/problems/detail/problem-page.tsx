import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { ActionDrawer, type ActionTarget } from '../../forms/action-drawer.js';
import { EvidenceButton } from '../../evidence/evidence-drawer.js';
import { EvidenceFiles } from '../../files/evidence-files.js';
import { usePackName, useUnitName } from '../../reference/names.js';
import { Answer, Due, isLevel, Level, Page, Section } from '../../shell/parts.js';
import { useMay, usePlatformToday } from '../../shell/session.js';
import { dayText, daysBetween } from '../../shell/time.js';
import { codeOf } from '../problem-code.js';
import { useStateName } from '../problem-names.js';
import { type ProblemDetail, useProblem } from '../problem-queries.js';
import { ItemsOnLists, ProblemFacts } from './facts.js';
import { Dispatches, FromWarning, UpperWaits } from './links-out.js';
import { NextSteps } from './next-steps.js';
import { Plan } from './plan.js';
import { Reports } from './reports.js';
import { Standing } from './standing.js';
import { Timeline } from './timeline.js';

/** One problem: where it stands, what may be done now, and everything that happened to it. */
export const ProblemPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const { id } = useParams();
  const query = useProblem(id);
  const [params, setParams] = useSearchParams();
  const [dispatchId, setDispatchId] = useState<string | null>(null);
  const action = params.get('do');
  const target: ActionTarget | null = id && action ? { kind: 'problem', id, action, dispatchId } : null;
  const open = (next: string, forDispatch: string | null = null): void => {
    setDispatchId(forDispatch);
    setParams({ do: next }, { replace: true });
  };
  const { data } = query;
  return (
    <Page
      title={
        data ? (
          <>
            <span className="head-code">{codeOf(data)}</span> {data.title}
          </>
        ) : (
          t('problems.title')
        )
      }
      lead={data ? <Lead problem={data} /> : null}
      extra={
        <>
          {data && may('evidence.read') ? (
            <EvidenceButton record={{ service: 'ledger', kind: 'problem', id: data.id }} />
          ) : null}
          <Link to="/problems" className="aside">
            ← {t('problems.detail.crumbs')}
          </Link>
        </>
      }
    >
      <Answer query={query} rows={10}>
        {(problem) => (
          <>
            <NextSteps problem={problem} onOpen={open} />
            <div className="columns">
              <div>
                <Section
                  title={t('problems.detail.where')}
                  aside={problem.today ? t('problems.detail.whereAside', { on: problem.today.on }) : null}
                >
                  <Standing problem={problem} />
                </Section>
                <Plan problem={problem} />
                <Reports problem={problem} />
                <Section title={t('problems.detail.evidence')}>
                  <EvidenceFiles files={problem.evidence} emptyText={t('problems.detail.noEvidence')} />
                </Section>
              </div>
              <div>
                <ProblemFacts problem={problem} />
                <ItemsOnLists problem={problem} />
                <FromWarning problem={problem} />
                <Dispatches problem={problem} onReply={(dispatch) => open('report-progress', dispatch)} />
                <UpperWaits problem={problem} />
                <Section title={t('problems.detail.timeline')}>
                  <Timeline entries={problem.timeline} ofProblem />
                </Section>
              </div>
            </div>
          </>
        )}
      </Answer>
      <ActionDrawer target={target} onClose={() => setParams({}, { replace: true })} />
    </Page>
  );
};

const Lead = ({ problem }: { readonly problem: ProblemDetail }) => {
  const { t } = useTranslation();
  const stateName = useStateName();
  const unitName = useUnitName();
  const source = usePackName('sources');
  const today = usePlatformToday();
  const level = problem.today?.level;
  const isDone = problem.completedOn !== null || problem.closedOn !== null;
  return (
    <span className="lead-parts">
      <span>
        <b>{stateName(problem.state)}</b>{' '}
        <span className="aside">{t('problems.since', { date: dayText(problem.stateSince) })}</span>
      </span>
      {isLevel(level) && !isDone ? <Level level={level} /> : null}
      <span>
        {t('problems.detail.deadline')}{' '}
        <Due
          on={problem.deadline}
          overdueDays={problem.overdueDays}
          leftDays={problem.deadline && !isDone ? daysBetween(today, problem.deadline) : null}
        />
      </span>
      <span>{unitName(problem.leadUnitId)}</span>
      <span className="aside">{source(problem.source)}</span>
      {problem.round > 1 ? <span className="aside">{t('problems.round', { n: problem.round })}</span> : null}
      {problem.waitingUpperSince ? (
        <span className="aside">{t('problems.detail.waiting', { date: problem.waitingUpperSince })}</span>
      ) : null}
    </span>
  );
};
