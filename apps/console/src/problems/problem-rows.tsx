import { Grid, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { percentText } from '#libs/domain/assessment/percentage.js';
import { usePackName, useUnitName } from '../reference/names.js';
import { Bar, Due, isLevel, Level } from '../shell/parts.js';
import { usePlatformToday } from '../shell/session.js';
import { dayText, daysBetween, minuteText } from '../shell/time.js';
import { codeOf } from './problem-code.js';
import { useStateName } from './problem-names.js';
import type { ProblemRow } from './problem-queries.js';

type Row = Omit<ProblemRow, 'position'>;

/** Problems as a table on a desk, as cards on a phone. */
export const ProblemRows = ({ items }: { readonly items: readonly Row[] }) => {
  const { md } = Grid.useBreakpoint();
  return md === false ? <Cards items={items} /> : <Rows items={items} />;
};

const Rows = ({ items }: { readonly items: readonly Row[] }) => {
  const { t } = useTranslation();
  const unitName = useUnitName();
  return (
    <Table<Row>
      size="small"
      rowKey="id"
      dataSource={[...items]}
      pagination={false}
      tableLayout="fixed"
      columns={[
        {
          title: t('problems.columns.no'),
          key: 'no',
          width: 104,
          render: (_value, row) => <span className="code">{codeOf(row)}</span>,
        },
        { title: t('problems.columns.title'), key: 'title', render: (_value, row) => <Title row={row} /> },
        {
          title: t('problems.columns.units'),
          key: 'units',
          width: 156,
          render: (_value, row) => (
            <>
              <div className="one-line" title={unitName(row.leadUnitId)}>
                {unitName(row.leadUnitId)}
              </div>
              <div className="aside one-line" title={unitName(row.supervisingUnitId)}>
                {unitName(row.supervisingUnitId)}
              </div>
            </>
          ),
        },
        { title: t('problems.columns.state'), key: 'state', width: 148, render: (_value, row) => <State row={row} /> },
        {
          title: <span title={t('problems.progressHint')}>{t('problems.columns.progress')}</span>,
          key: 'progress',
          width: 140,
          render: (_value, row) => <Progress row={row} />,
        },
        {
          title: t('problems.columns.deadline'),
          key: 'deadline',
          width: 116,
          render: (_value, row) => <Deadline row={row} />,
        },
        { title: t('problems.columns.level'), key: 'level', width: 76, render: (_value, row) => <Grade row={row} /> },
        { title: t('problems.columns.step'), key: 'step', width: 104, render: (_value, row) => <Step row={row} /> },
      ]}
    />
  );
};

const Cards = ({ items }: { readonly items: readonly Row[] }) => {
  const unitName = useUnitName();
  return (
    <ul className="cards">
      {items.map((row) => (
        <li key={row.id} className="card">
          <div className="card-head">
            <span className="code">{codeOf(row)}</span>
            <Grade row={row} />
          </div>
          <Title row={row} />
          <div className="card-line">
            <State row={row} />
            <span>{unitName(row.leadUnitId)}</span>
          </div>
          <div className="card-line">
            <Deadline row={row} />
            <Progress row={row} />
          </div>
        </li>
      ))}
    </ul>
  );
};

const Title = ({ row }: { readonly row: Row }) => {
  const category = usePackName('categories');
  const source = usePackName('sources');
  return (
    <>
      <Link to={`/problems/${row.id}`} className="row-link two-lines" title={row.title}>
        {row.title}
      </Link>
      <div className="aside one-line">
        {category(row.category)} · {source(row.source)}
      </div>
    </>
  );
};

const State = ({ row }: { readonly row: Row }) => {
  const { t } = useTranslation();
  const stateName = useStateName();
  return (
    <div>
      {stateName(row.state)}
      <div className="aside">
        {t('problems.since', { date: dayText(row.stateSince) })}
        {row.round > 1 ? ` · ${t('problems.round', { n: row.round })}` : ''}
      </div>
    </div>
  );
};

const Progress = ({ row }: { readonly row: Row }) => {
  const { t } = useTranslation();
  return (
    <div
      title={`${t('problems.confirmed', { pct: row.confirmedPct })}，${t('problems.reported', { pct: row.reportedPct })}`}
    >
      <Bar
        percent={Number(row.confirmedPct)}
        second={Number(row.reportedPct)}
        text={`${percentText(row.confirmedPct, 100, { decimals: 0 })}%`}
      />
    </div>
  );
};

const isDone = (row: Row): boolean => row.completedOn !== null || row.closedOn !== null;

const Deadline = ({ row }: { readonly row: Row }) => {
  const today = usePlatformToday();
  const left = row.deadline && !isDone(row) ? daysBetween(today, row.deadline) : null;
  return <Due on={row.deadline} overdueDays={row.overdueDays} leftDays={left} />;
};

const Grade = ({ row }: { readonly row: Row }) => {
  const { t } = useTranslation();
  if (!row.lag || !isLevel(row.lag.level)) return <span className="aside">{t('problems.notJudged')}</span>;
  return (
    <span title={t('problems.atCutoff', { at: minuteText(row.lag.cutoff) })}>
      <Level level={row.lag.level} />
    </span>
  );
};

const Step = ({ row }: { readonly row: Row }) => {
  const today = usePlatformToday();
  if (!row.stepDueOn || row.stepDueOn === row.deadline) return <span className="aside">–</span>;
  return <Due on={row.stepDueOn} overdueDays={Math.max(0, daysBetween(row.stepDueOn, today))} />;
};
