import { Grid, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useUnitName } from '../reference/names.js';
import { Bar, Level } from '../shell/parts.js';
import { shortPercent } from '../shell/percent.js';
import { usePlatformToday } from '../shell/session.js';
import type { Project } from './funds-queries.js';
import { moneyText, pointsBehindLine } from './money.js';
import { useSourceName } from './source-name.js';

/** Projects compared: money first, then works, then how far behind time. */
export const ProjectRows = ({ items, line }: { readonly items: readonly Project[]; readonly line: number }) => {
  const { md } = Grid.useBreakpoint();
  return md === false ? <Cards items={items} line={line} /> : <Rows items={items} line={line} />;
};

const Name = ({ project }: { readonly project: Project }) => {
  const unitName = useUnitName();
  const sourceName = useSourceName();
  const { search } = useLocation();
  return (
    <>
      <Link to={`/funds/${project.id}${search}`} className="row-link two-lines">
        {project.name}
      </Link>
      <div className="aside one-line">
        {unitName(project.ownerUnitId)} · {sourceName(project.fundingSource)}
      </div>
    </>
  );
};

const Rate = ({ project, line }: { readonly project: Project; readonly line: number }) => {
  const { t } = useTranslation();
  if (project.executionRate === null) return <span className="aside">{t('funds.noBudget')}</span>;
  return (
    <>
      <Bar percent={Number(project.executionRate)} mark={line} text={`${project.executionRate}%`} />
      <div className={project.standing === 'over-budget' ? 'overdue' : 'aside'}>
        {t(`funds.standings.${project.standing}`, { line })}
      </div>
    </>
  );
};

const Start = ({ project }: { readonly project: Project }) => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  if (project.actualStart) return <>{project.actualStart}</>;
  const isLate = project.plannedStart < today;
  return (
    <>
      <span className={isLate ? 'overdue' : undefined}>{t('funds.notStarted')}</span>
      <div className="aside">
        {t('funds.planned')} {project.plannedStart}
      </div>
      {project.startWaitingDays ? (
        <div className="aside">{t('funds.waiting', { days: project.startWaitingDays })}</div>
      ) : null}
    </>
  );
};

const Gap = ({ project }: { readonly project: Project }) => {
  const { t } = useTranslation();
  const gap = pointsBehindLine(project);
  return (
    <>
      {gap === null ? '–' : gap === '0' ? gap : `${gap} ${t('funds.points')}`}
      {project.expectedPct === null ? null : (
        <div className="aside">{t('funds.expected', { pct: shortPercent(project.expectedPct) })}</div>
      )}
      {project.flag ? <div className="aside">{t(`funds.flags.${project.flag}`)}</div> : null}
    </>
  );
};

interface Many {
  readonly items: readonly Project[];
  readonly line: number;
}

const Rows = ({ items, line }: Many) => {
  const { t } = useTranslation();
  return (
    <Table<Project>
      size="small"
      rowKey="id"
      dataSource={[...items]}
      pagination={false}
      tableLayout="fixed"
      columns={[
        { title: t('funds.project'), key: 'name', render: (_value, project) => <Name project={project} /> },
        {
          title: `${t('funds.allocated')}（${t('funds.wan')}）`,
          dataIndex: 'allocated',
          align: 'right',
          width: 120,
          render: moneyText,
        },
        {
          title: `${t('funds.paid')}（${t('funds.wan')}）`,
          dataIndex: 'paid',
          align: 'right',
          width: 120,
          render: moneyText,
        },
        {
          title: t('funds.rate'),
          key: 'rate',
          width: 200,
          render: (_value, project) => <Rate project={project} line={line} />,
        },
        {
          title: t('funds.physical'),
          dataIndex: 'physicalPct',
          align: 'right',
          width: 96,
          render: (percent: string) => `${Number(percent)}%`,
        },
        {
          title: t('funds.gap'),
          key: 'gap',
          align: 'right',
          width: 150,
          render: (_value, project) => <Gap project={project} />,
        },
        {
          title: t('funds.started'),
          key: 'start',
          width: 130,
          render: (_value, project) => <Start project={project} />,
        },
        {
          title: t('funds.level'),
          key: 'level',
          width: 80,
          render: (_value, project) => <Level level={project.level} />,
        },
      ]}
    />
  );
};

const Cards = ({ items, line }: Many) => {
  const { t } = useTranslation();
  return (
    <ul className="cards">
      {items.map((project) => (
        <li key={project.id} className="card">
          <div className="card-head">
            <span className="aside">{t(`funds.states.${project.state}`)}</span>
            <Level level={project.level} />
          </div>
          <Name project={project} />
          <div className="card-line">
            <span>
              {moneyText(project.paid)}{' '}
              <span className="aside">
                / {moneyText(project.allocated)} {t('funds.wan')}
              </span>
            </span>
            <span className="aside">
              {t('funds.physical')} {Number(project.physicalPct)}%
            </span>
          </div>
          <Rate project={project} line={line} />
          {project.actualStart ? null : <Start project={project} />}
        </li>
      ))}
    </ul>
  );
};
