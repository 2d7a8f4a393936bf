import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { EvidenceButton } from '../evidence/evidence-drawer.js';
import { EvidenceFiles } from '../files/evidence-files.js';
import { ActionDrawer, type ActionTarget } from '../forms/action-drawer.js';
import { useNamed } from '../i18n.js';
import { Timeline } from '../problems/detail/timeline.js';
import { linkTo } from '../reference/links.js';
import { useAreaName, usePostName, useUnitName } from '../reference/names.js';
import { Answer, Due, Facts, Page, Section } from '../shell/parts.js';
import { useMay, usePlatformToday } from '../shell/session.js';
import { daysBetween, minuteText } from '../shell/time.js';
import { useStepNames, useTaskStateName } from './task-names.js';
import { type TaskDetail, useTask } from './task-queries.js';

/** One task: what is asked, by when, what was found. */
export const TaskPage = () => {
  const { t } = useTranslation();
  const named = useNamed();
  const may = useMay();
  const { id } = useParams();
  const query = useTask(id);
  const stateName = useTaskStateName();
  const stepName = useStepNames();
  const today = usePlatformToday();
  const [target, setTarget] = useState<ActionTarget | null>(null);
  const { data } = query;
  return (
    <Page
      title={
        data ? (
          <>
            <span className="head-code">{data.taskNo}</span> {data.title}
          </>
        ) : (
          t('work.kinds.task')
        )
      }
      lead={
        data ? (
          <span className="lead-parts">
            <b>{stateName(data.state)}</b>
            <span>{t(`work.task.kinds.${data.kind}`)}</span>
            <span>
              {t('work.task.due')}{' '}
              <Due
                on={data.dueAt}
                overdueDays={data.overdueDays}
                leftDays={data.dueAt && data.state !== 'confirmed' ? daysBetween(today, data.dueAt) : null}
              />
            </span>
          </span>
        ) : null
      }
      extra={
        <>
          {data && may('evidence.read') ? (
            <EvidenceButton record={{ service: 'ledger', kind: 'task', id: data.id }} />
          ) : null}
          <Link to="/work" className="aside">
            ← {t('work.task.crumbs')}
          </Link>
        </>
      }
    >
      <Answer query={query}>
        {(task) => (
          <>
            <section className="next-steps">
              <h2>{task.nextActions.length > 0 ? t('problems.detail.next') : t('problems.detail.nothing')}</h2>
              <div className="next-buttons">
                {task.nextActions.map((one, n) => (
                  <Button
                    key={one.action}
                    type={n === 0 ? 'primary' : 'default'}
                    onClick={() => setTarget({ kind: 'task', id: task.id, action: one.action })}
                  >
                    {named(one)}
                  </Button>
                ))}
              </div>
            </section>
            <div className="columns">
              <div>
                {task.demands ? (
                  <Section title={t('work.task.demands')}>
                    <p className="original">{task.demands}</p>
                  </Section>
                ) : null}
                {task.finding ? (
                  <Section title={t('work.task.finding')}>
                    <p className="original">{task.finding}</p>
                  </Section>
                ) : null}
                <Section title={t('problems.detail.evidence')}>
                  <EvidenceFiles files={task.evidence} emptyText={t('problems.detail.noEvidence')} />
                </Section>
              </div>
              <div>
                <TaskFacts task={task} />
                <Section title={t('problems.detail.timeline')}>
                  <Timeline
                    entries={task.timeline.map((entry) => ({ ...entry, ...stepName(entry.action), reason: null }))}
                  />
                </Section>
              </div>
            </div>
          </>
        )}
      </Answer>
      <ActionDrawer target={target} onClose={() => setTarget(null)} />
    </Page>
  );
};

const TaskFacts = ({ task }: { readonly task: TaskDetail }) => {
  const { t } = useTranslation();
  const unit = useUnitName();
  const post = usePostName();
  const area = useAreaName();
  const mayWarning = useMay()('warning.read');
  const warningLink = task.warningId && mayWarning ? linkTo('warning', task.warningId) : null;
  return (
    <Section title={t('problems.detail.facts')}>
      <Facts
        items={[
          [t('work.task.lead'), unit(task.leadUnitId)],
          task.supportingUnitIds.length > 0 && [t('work.task.supporting'), task.supportingUnitIds.map(unit).join('、')],
          task.supervisingUnitId !== null && [t('work.task.supervising'), unit(task.supervisingUnitId)],
          task.responsiblePostId !== null && [t('work.task.responsible'), post(task.responsiblePostId)],
          [t('work.task.assignedAt'), minuteText(task.assignedAt)],
          task.areaId !== null && [t('work.task.area'), area(task.areaId)],
          task.subject !== null && [t('work.task.subject'), task.subject.id],
          task.periodLabel !== null && [t('work.task.period'), task.periodLabel],
          warningLink !== null && [
            t('work.task.warning'),
            <Link key="warning" to={warningLink}>
              {task.ruleClass ?? task.warningId}
            </Link>,
          ],
        ]}
      />
    </Section>
  );
};
