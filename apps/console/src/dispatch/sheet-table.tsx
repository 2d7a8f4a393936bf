import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Level } from '../shell/parts.js';
import { pointsBehind, shortPercent } from '../shell/percent.js';
import type { Row } from './queries.js';
import { ReplyMark, RowMarks } from './sheet-words.js';
import type { dispatchZh } from './texts.js';

type ColumnName = keyof typeof dispatchZh.columns;
type GroupName = keyof typeof dispatchZh.groups;
type Ref = { readonly name: string } | null;

interface Column {
  readonly name: ColumnName;
  readonly width: number;
  readonly right?: true;
  readonly cell: (row: Row) => ReactNode;
}

const nameOf = (ref: Ref): ReactNode => ref?.name ?? '';
const namesOf = (refs: readonly { readonly name: string }[]): string => refs.map(({ name }) => name).join('、');
const long = (text: string | null | undefined): ReactNode =>
  text ? (
    <span className="clamped" title={text}>
      {text}
    </span>
  ) : (
    ''
  );
/** Signed, so that ahead and behind cannot be taken for one another. */
const signed = (row: Row): ReactNode => {
  const points = pointsBehind(row);
  return (
    <span className={Number(row.lagPoints) > 0 ? 'overdue' : undefined}>
      {Number(points) > 0 ? `+${points}` : points}
    </span>
  );
};

/** Every column of the paper; on the screen what is compared stands first, the paper keeps its own order. */
const groupsOf = (opinion: string | null, noReport: string): readonly (readonly [GroupName, readonly Column[]])[] => [
  ['lead', [{ name: 'leadUnit', width: 104, cell: (row) => nameOf(row.leadUnit) }]],
  [
    'standing',
    [
      { name: 'times', width: 74, right: true, cell: (row) => row.timesRunning },
      { name: 'grade', width: 70, cell: (row) => <Level level={row.level} /> },
    ],
  ],
  [
    'pct',
    [
      { name: 'planned', width: 54, right: true, cell: (row) => shortPercent(row.plannedPct) },
      { name: 'reported', width: 54, right: true, cell: (row) => shortPercent(row.reportedPct) },
      { name: 'confirmed', width: 54, right: true, cell: (row) => shortPercent(row.confirmedPct) },
    ],
  ],
  [
    'lag',
    [
      { name: 'points', width: 66, right: true, cell: (row) => signed(row) },
      {
        name: 'days',
        width: 48,
        right: true,
        cell: (row) => <span className={row.lagDays > 0 ? 'overdue' : undefined}>{row.lagDays}</span>,
      },
    ],
  ],
  [
    'when',
    [
      { name: 'deadline', width: 92, cell: (row) => row.deadline ?? '–' },
      { name: 'plannedClosure', width: 92, cell: (row) => row.plannedClosure ?? '–' },
    ],
  ],
  [
    'done',
    [
      { name: 'promised', width: 188, cell: (row) => long(row.promised) },
      {
        name: 'progress',
        width: 236,
        cell: (row) =>
          row.newThisWeek ? (
            <>
              {long(row.newThisWeek.text)}
              {row.newThisWeek.evidence.length > 0 ? (
                <span className="aside"> {row.newThisWeek.evidence.join('、')}</span>
              ) : null}
            </>
          ) : (
            <span className="aside">{noReport}</span>
          ),
      },
    ],
  ],
  [
    'answer',
    [
      { name: 'obstacle', width: 168, cell: (row) => long((row.reply ?? row.newThisWeek)?.obstacle) },
      { name: 'coordinate', width: 96, cell: (row) => nameOf((row.reply ?? row.newThisWeek)?.coordinateWith ?? null) },
      { name: 'replyDue', width: 92, cell: (row) => row.replyDueOn },
      {
        name: 'reply',
        width: 200,
        cell: (row) => (
          <>
            <ReplyMark row={row} />
            {long(row.reply?.text)}
          </>
        ),
      },
    ],
  ],
  [
    'ahead',
    [
      {
        name: 'next',
        width: 160,
        cell: (row) =>
          row.nextMilestone ? (
            <>
              {row.nextMilestone.date} {long(row.nextMilestone.title)}
            </>
          ) : (
            '–'
          ),
      },
      { name: 'responsible', width: 116, cell: (row) => nameOf(row.responsiblePost) },
      { name: 'reviewer', width: 150, cell: () => long(opinion) },
    ],
  ],
  [
    'who',
    [
      { name: 'list', width: 96, cell: (row) => long(row.listName) },
      { name: 'supporting', width: 116, cell: (row) => long(namesOf(row.supportingUnits)) },
      { name: 'territorial', width: 96, cell: (row) => nameOf(row.territorialUnit) },
      { name: 'supervising', width: 104, cell: (row) => nameOf(row.supervisingUnit) },
      { name: 'leader', width: 116, cell: (row) => nameOf(row.leaderPost) },
    ],
  ],
];

/** The whole sheet as it is printed; number and matter stay in place while the rest scrolls. */
export const SheetTable = ({
  rows,
  opinion,
  onOpen,
}: {
  readonly rows: readonly Row[];
  readonly opinion: string | null;
  readonly onOpen: (row: Row) => void;
}) => {
  const { t } = useTranslation();
  const groups = groupsOf(opinion, t('dispatch.noReport'));
  const columns = groups.flatMap(([, own]) => own);
  return (
    <div className="sheet-scroll" tabIndex={0} role="region" aria-label={t('dispatch.rows')}>
      <table className="sheet">
        <colgroup>
          <col style={{ width: 270 }} />
          {columns.map(({ name, width }) => (
            <col key={name} style={{ width }} />
          ))}
        </colgroup>
        <thead>
          <tr className="sheet-groups">
            <th rowSpan={2} scope="col">
              {t('dispatch.columns.matter')}
            </th>
            {groups.map(([name, own]) => (
              <th key={name} colSpan={own.length} scope="colgroup">
                {t(`dispatch.groups.${name}`)}
              </th>
            ))}
          </tr>
          <tr>
            {groups.flatMap(([, own]) =>
              own.map(({ name, right }, at) => (
                <th key={name} scope="col" className={[right ? 'right' : '', at === 0 ? 'group-start' : ''].join(' ')}>
                  {t(`dispatch.columns.${name}`)}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.rowId} className="openable" onClick={() => onOpen(row)}>
              <th scope="row">
                <button type="button" className="row-open" onClick={() => onOpen(row)}>
                  <span className="code">{row.itemNo || row.problemNo}</span> {row.title}
                </button>
                <span className="row-marks">
                  <Level level={row.level} /> <RowMarks row={row} />
                </span>
              </th>
              {groups.flatMap(([, own]) =>
                own.map(({ name, right, cell }, at) => (
                  <td key={name} className={[right ? 'right' : '', at === 0 ? 'group-start' : ''].join(' ')}>
                    {cell(row)}
                  </td>
                )),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
export const SHEET_COLUMNS = groupsOf(null, '').reduce((sum, [, own]) => sum + own.length, 2);

/** The same rows for a narrow screen: what is needed to decide whether to open one. */
export const SheetCards = ({
  rows,
  onOpen,
}: {
  readonly rows: readonly Row[];
  readonly onOpen: (row: Row) => void;
}) => {
  const { t } = useTranslation();
  return (
    <ul className="sheet-cards">
      {rows.map((row) => (
        <li key={row.rowId}>
          <button type="button" onClick={() => onOpen(row)}>
            <span className="code">{row.itemNo || row.problemNo}</span>
            <span className="card-title">{row.title}</span>
            <span className="card-facts">
              <Level level={row.level} /> <RowMarks row={row} />
            </span>
            <span className="card-facts aside">
              {row.leadUnit.name} · {t('dispatch.columns.confirmed')} {shortPercent(row.confirmedPct)}% /{' '}
              {t('dispatch.columns.planned')} {shortPercent(row.plannedPct)}%
            </span>
            <span className="card-facts">
              <ReplyMark row={row} /> <span className="aside">{row.replyDueOn}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
};
