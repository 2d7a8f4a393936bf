import { Button, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useParams } from 'react-router';
import { EvidenceButton } from '../evidence/evidence-drawer.js';
import { useAreaName, useUnitName } from '../reference/names.js';
import { Answer, Facts, Level, Page, Section } from '../shell/parts.js';
import { shortPercent } from '../shell/percent.js';
import { useMay } from '../shell/session.js';
import { minuteText } from '../shell/time.js';
import { AsAtChoice } from './as-at.js';
import { type Entry, type Project, useAsAt, useProject, useSummary } from './funds-queries.js';
import { moneyText, pointsBehindLine } from './money.js';
import { ProjectForm, type ProjectAct } from './project-form.js';
import { useSourceName } from './source-name.js';

/** One project: its money and works, and the book every figure comes from. */
export const ProjectPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const { id } = useParams();
  const { search } = useLocation();
  const { asAt } = useAsAt();
  const query = useProject(id, asAt);
  const line = useSummary(asAt).data?.linePercent;
  const [act, setAct] = useState<ProjectAct | null>(null);
  const project = query.data?.project;
  return (
    <Page
      title={project?.name ?? t('funds.project')}
      lead={project ? <Lead project={project} line={line} /> : null}
      extra={
        <>
          <AsAtChoice />
          {project && may('evidence.read') ? (
            <EvidenceButton record={{ service: 'funding', kind: 'project', id: project.id }} />
          ) : null}
          <Link to={`/funds${search}`} className="aside">
            ← {t('funds.title')}
          </Link>
        </>
      }
    >
      <Answer query={query}>
        {({ project: shown, entries }) => (
          <>
            <div className="page-extra above">
              {may('payment.post') ? (
                <Button type="primary" onClick={() => setAct({ kind: 'pay' })}>
                  {t('funds.pay')}
                </Button>
              ) : null}
              {may('progress.report') && shown.actualStart ? (
                <Button onClick={() => setAct({ kind: 'progress' })}>{t('funds.progress')}</Button>
              ) : null}
              {may('project.manage') && !shown.actualStart ? (
                <Button onClick={() => setAct({ kind: 'start' })}>{t('funds.start')}</Button>
              ) : null}
            </div>
            <Section>
              <ProjectFacts project={shown} />
            </Section>
            <Section title={t('funds.book')} aside={t('funds.bookAside')} flush>
              <Book
                entries={entries}
                onReverse={may('payment.reverse') ? (entry) => setAct({ kind: 'reverse', entry }) : null}
              />
            </Section>
            <ProjectForm act={act} project={shown} entries={entries} onClose={() => setAct(null)} />
          </>
        )}
      </Answer>
    </Page>
  );
};

const Lead = ({ project, line }: { readonly project: Project; readonly line: string | undefined }) => {
  const { t } = useTranslation();
  return (
    <span className="lead-parts">
      <span>
        <b>
          {t('funds.rate')} {project.executionRate === null ? t('funds.noBudget') : `${project.executionRate}%`}
        </b>{' '}
        <span className="aside">{line ? t(`funds.standings.${project.standing}`, { line }) : null}</span>
      </span>
      <span>
        {t('funds.paid')} {moneyText(project.paid)} / {t('funds.allocated')} {moneyText(project.allocated)}
        <small> {t('funds.wan')}</small>
      </span>
      <span>
        {t('funds.physical')} {Number(project.physicalPct)}%
      </span>
      <Level level={project.level} />
    </span>
  );
};

const ProjectFacts = ({ project }: { readonly project: Project }) => {
  const { t } = useTranslation();
  const unit = useUnitName();
  const area = useAreaName();
  const sourceName = useSourceName();
  const gap = pointsBehindLine(project);
  return (
    <Facts
      items={[
        [t('problems.columns.state'), t(`funds.states.${project.state}`)],
        [t('funds.owner'), unit(project.ownerUnitId)],
        [t('funds.lead_unit'), unit(project.leadUnitId)],
        [t('funds.source'), sourceName(project.fundingSource)],
        [`${t('funds.total')}（${t('funds.wan')}）`, moneyText(project.totalInvestment)],
        project.contractNo !== null && [
          t('funds.contract'),
          `${project.contractNo}${project.contractPrice ? ` · ${moneyText(project.contractPrice)} ${t('funds.wan')}` : ''}`,
        ],
        [t('funds.planned'), project.plannedStart],
        [
          t('funds.started'),
          project.actualStart ?? (
            <>
              {t('funds.notStarted')}{' '}
              {project.startWaitingDays ? (
                <span className="aside">{t('funds.waiting', { days: project.startWaitingDays })}</span>
              ) : null}
            </>
          ),
        ],
        [t('funds.finish'), project.plannedFinish],
        [t('funds.physical'), `${Number(project.physicalPct)}%${project.physicalOn ? ` (${project.physicalOn})` : ''}`],
        gap !== null && [
          t('funds.gap'),
          `${gap} ${t('funds.points')}${project.expectedPct === null ? '' : ` · ${t('funds.expected', { pct: shortPercent(project.expectedPct) })}`}`,
        ],
        project.areaId !== null && [t('problems.detail.area'), area(project.areaId)],
        project.flag !== null && [t('funds.level'), t(`funds.flags.${project.flag}`)],
      ]}
    />
  );
};

const Book = ({
  entries,
  onReverse,
}: {
  readonly entries: readonly Entry[];
  readonly onReverse: ((entry: Entry) => void) | null;
}) => {
  const { t } = useTranslation();
  const reversed = new Set(entries.flatMap(({ reverses }) => (reverses ? [reverses] : [])));
  const ordered = [...entries].sort((a, b) =>
    a.on === b.on ? (a.recordedAt < b.recordedAt ? 1 : -1) : a.on < b.on ? 1 : -1,
  );
  return (
    <Table<Entry>
      size="small"
      rowKey="id"
      dataSource={ordered}
      pagination={ordered.length > 50 ? { pageSize: 50, size: 'small' } : false}
      scroll={{ x: 'max-content' }}
      columns={[
        { title: t('funds.date'), dataIndex: 'on' },
        {
          title: t('funds.book'),
          key: 'kind',
          render: (_value, entry) => (
            <>
              {t(`funds.entry.${entry.reverses ? 'reversal' : entry.kind}`)}
              {reversed.has(entry.id) ? <Tag className="after">{t('funds.wasReversed')}</Tag> : null}
            </>
          ),
        },
        {
          title: t('funds.amount'),
          key: 'amount',
          align: 'right',
          render: (_value, entry) => (
            <span className={reversed.has(entry.id) ? 'struck' : undefined}>{moneyText(entry.amount)}</span>
          ),
        },
        { title: t('funds.voucher'), dataIndex: 'voucher' },
        { title: t('funds.notice'), dataIndex: 'noticeId' },
        { title: t('funds.payee'), dataIndex: 'payee', render: (payee: string | null) => payee ?? '–' },
        {
          title: `${t('funds.purpose')} / ${t('funds.reason')}`,
          key: 'why',
          render: (_value, entry) => entry.reason ?? entry.purpose ?? '–',
        },
        { title: t('funds.recorded'), dataIndex: 'recordedAt', render: minuteText },
        {
          key: 'reverse',
          align: 'right',
          render: (_value, entry) =>
            onReverse && entry.kind === 'payment' && !entry.reverses && !reversed.has(entry.id) ? (
              <Button type="link" size="small" onClick={() => onReverse(entry)}>
                {t('funds.reverse')}
              </Button>
            ) : null,
        },
      ]}
    />
  );
};
