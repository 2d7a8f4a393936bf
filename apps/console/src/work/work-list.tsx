import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ActionDrawer, type ActionTarget } from '../forms/action-drawer.js';
import { useNamed } from '../i18n.js';
import { STATE_NAMES, useStateName } from '../problems/problem-names.js';
import { forwardFirst, leadsAside } from '../problems/step-order.js';
import { useUnitName } from '../reference/names.js';
import { Answer, Due, isLevel, Level, Page, Section } from '../shell/parts.js';
import { useMay, useMe } from '../shell/session.js';
import { daysBetween, daysLater } from '../shell/time.js';
import { useTaskStateName } from '../tasks/task-names.js';
import { WaitingActs } from './waiting-acts.js';
import { useWaitingActs, useWork, type WorkItem } from './work-queries.js';

const GROUPS = ['overdue', 'week', 'later', 'open'] as const;
type Group = (typeof GROUPS)[number];

const groupOf = (item: WorkItem, weekEnd: string): Group =>
  item.overdueDays > 0 ? 'overdue' : item.dueOn === null ? 'open' : item.dueOn <= weekEnd ? 'week' : 'later';

/** A reply may be about either; the states of problems and tasks have no name in common. */
const recordKind = (item: WorkItem): 'problem' | 'task' =>
  item.kind === 'task' || !STATE_NAMES[item.state] ? 'task' : 'problem';
const pageOf = (item: WorkItem): string =>
  recordKind(item) === 'task' ? `/work/tasks/${item.id}` : `/problems/${item.id}`;

/** Work under way can be reported on at any time; it waits for nobody and so is not listed by itself. */
const REPORT = { action: 'report-progress', zh: '填报进展', en: 'report progress' } as const;

/** The act as its record offers it: a reply to a weekly sheet is a progress report that names the sheet. */
const targetOf = (item: WorkItem, action: string): ActionTarget => ({
  kind: recordKind(item),
  id: item.id,
  action: item.kind === 'dispatch-reply' || item.kind === 'progress-report' ? 'report-progress' : action,
  dispatchId: item.dispatchId,
});

export const WorkList = () => {
  const { t } = useTranslation();
  const unitName = useUnitName();
  const work = useWork();
  const [kind, setKind] = useState<WorkItem['kind'] | 'all'>('all');
  const [target, setTarget] = useState<ActionTarget | null>(null);
  const { data } = work;
  const kinds = [...new Set(data?.items.map((item) => item.kind))];
  return (
    <Page
      title={t('work.title')}
      lead={data ? <Lead unit={unitName(data.unitId)} hasUnit={data.unitId !== null} {...data.counts} /> : null}
      extra={
        kinds.length > 1 ? (
          <Segmented
            value={kind}
            onChange={setKind}
            options={[
              { value: 'all' as const, label: t('work.allKinds') },
              ...kinds.map((value) => ({ value, label: t(`work.kinds.${value}`) })),
            ]}
          />
        ) : null
      }
    >
      <WaitingActs />
      <Answer query={work} rows={8}>
        {({ items, on, truncated }) => {
          const weekEnd = daysLater(on, 7);
          const shown = items.filter((item) => kind === 'all' || item.kind === kind);
          return (
            <>
              {items.length === 0 ? <NothingToDo /> : null}
              {GROUPS.map((group) => {
                const rows = shown.filter((item) => groupOf(item, weekEnd) === group);
                return rows.length > 0 ? (
                  <Section
                    key={group}
                    flush
                    title={
                      <span className={group === 'overdue' ? 'overdue' : undefined}>{t(`work.groups.${group}`)}</span>
                    }
                    aside={String(rows.length)}
                  >
                    <ul className="work">
                      {rows.map((item) => (
                        <Row
                          key={`${item.kind} ${item.id} ${item.dispatchId}`}
                          item={item}
                          today={on}
                          onAct={(action) => setTarget(targetOf(item, action))}
                        />
                      ))}
                    </ul>
                  </Section>
                ) : null;
              })}
              {truncated ? <p className="aside">{t('work.truncated')}</p> : null}
            </>
          );
        }}
      </Answer>
      <ActionDrawer target={target} onClose={() => setTarget(null)} />
    </Page>
  );
};

/** Nothing waits: the ways to look at what others do. */
const NothingToDo = () => {
  const { t } = useTranslation();
  const may = useMay();
  const acts = useWaitingActs().data?.total ?? 0;
  if (acts > 0) return null;
  return (
    <Section>
      <p className="nothing-line">{t('work.nothing')}</p>
      <p className="ways-on">
        {may('problem.read') ? <Link to="/problems?open=true">{t('work.toProblems')}</Link> : null}
        {may('dispatch.read') ? <Link to="/dispatch">{t('work.toDispatch')}</Link> : null}
        {may('warning.read') ? <Link to="/pressure">{t('work.toPressure')}</Link> : null}
      </p>
    </Section>
  );
};

const Lead = ({
  unit,
  hasUnit,
  total,
  overdue,
  dueThisWeek: week,
}: {
  readonly unit: string;
  readonly hasUnit: boolean;
  readonly total: number;
  readonly overdue: number;
  readonly dueThisWeek: number;
}) => {
  const { t } = useTranslation();
  const acts = useWaitingActs().data?.total ?? 0;
  const alsoActs = acts > 0 ? t('work.leadActs', { acts }) : '';
  if (!hasUnit) return <>{acts > 0 ? t('work.onlyActs', { acts }) : t('work.noUnit')}</>;
  const words = { unit, total, overdue, week, alsoActs };
  if (total === 0) return <>{t('work.clear', words)}</>;
  if (overdue > 0) return <>{t('work.leadOverdue', words)}</>;
  return <>{t(week > 0 ? 'work.leadWeek' : 'work.lead', words)}</>;
};

const Row = ({
  item,
  today,
  onAct,
}: {
  readonly item: WorkItem;
  readonly today: string;
  readonly onAct: (action: string) => void;
}) => {
  const { t } = useTranslation();
  const named = useNamed();
  const stateName = useStateName();
  const taskState = useTaskStateName();
  const unitName = useUnitName();
  const { unitId } = useMe();
  const isAtWork = item.kind === 'problem' && item.state === 'RECTIFYING' && item.leadUnitId === unitId;
  const mayReport = useMay()('progress.report') && isAtWork;
  return (
    <li>
      <div className="work-matter">
        <Link to={pageOf(item)} className="two-lines">
          <span className="code">{item.code}</span> {item.title}
        </Link>
        <div className="aside">
          {t(`work.kinds.${item.kind}`)} · {recordKind(item) === 'task' ? taskState(item.state) : stateName(item.state)}{' '}
          · {unitName(item.leadUnitId)}
          {isLevel(item.level) ? (
            <>
              {' '}
              · <Level level={item.level} />
            </>
          ) : null}
        </div>
      </div>
      <div className="work-due">
        <Due
          on={item.dueOn}
          overdueDays={item.overdueDays}
          leftDays={item.dueOn ? daysBetween(today, item.dueOn) : null}
        />
      </div>
      <div className="work-acts">
        {forwardFirst([...(mayReport ? [REPORT] : []), ...item.actions]).map((action, n) => (
          <Button
            key={action.action}
            size="small"
            type={n === 0 && !leadsAside(action.action) ? 'primary' : 'default'}
            ghost={n === 0 && !leadsAside(action.action)}
            onClick={() => onAct(action.action)}
          >
            {named(action)}
          </Button>
        ))}
      </div>
    </li>
  );
};
