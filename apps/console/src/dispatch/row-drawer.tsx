import { Button, Drawer, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EvidenceButton } from '../evidence/evidence-drawer.js';
import { ActionDrawer } from '../forms/action-drawer.js';
import { linkTo } from '../reference/links.js';
import { Bar, Facts, Level } from '../shell/parts.js';
import { useMay } from '../shell/session.js';
import { minuteText } from '../shell/time.js';
import type { Row, SheetDetail } from './queries.js';
import { ReplyMark, RowMarks, useSheetWords } from './sheet-words.js';
import { pointsBehind, shortPercent } from '../shell/percent.js';

const Report = ({ title, report }: { readonly title: string; readonly report: NonNullable<Row['reply']> }) => {
  const { t } = useTranslation();
  return (
    <section className="sheet-report">
      <h3>
        {title} <span className="aside">{minuteText(report.reportedAt)}</span>
        {report.noProgress ? <span className="row-mark boxed">{t('dispatch.noProgress')}</span> : null}
      </h3>
      <p>{report.text}</p>
      <Facts
        items={[
          report.promise ? [t('dispatch.promise'), report.promise] : null,
          report.obstacle ? [t('dispatch.columns.obstacle'), report.obstacle] : null,
          report.coordinateWith ? [t('dispatch.columns.coordinate'), report.coordinateWith.name] : null,
          report.evidence.length > 0 ? [t('dispatch.evidence'), report.evidence.join('、')] : null,
        ]}
      />
    </section>
  );
};

/** One row of a sheet, whole, with the unit's answer or the way to give it. */
export const RowDrawer = ({
  row,
  sheet,
  onClose,
}: {
  readonly row: Row | null;
  readonly sheet: SheetDetail;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const may = useMay();
  const words = useSheetWords();
  const [isAnswering, setAnswering] = useState(false);
  if (!row) return null;
  const path = may('problem.read') ? linkTo(row.record.kind, row.record.id) : null;
  const mayAnswer = may('dispatch.reply') && may('progress.report') && sheet.state === 'issued' && !row.reply;
  return (
    <Drawer
      open
      size={560}
      onClose={onClose}
      title={`${t('dispatch.row')} ${row.itemNo || row.problemNo}`}
      extra={
        <Space>
          {row.indicatorId && may('evidence.read') ? (
            <EvidenceButton record={{ service: 'accountability', kind: 'indicator', id: row.indicatorId }} />
          ) : null}
          {mayAnswer ? (
            <Button type="primary" size="small" onClick={() => setAnswering(true)}>
              {t('dispatch.reply')}
            </Button>
          ) : null}
        </Space>
      }
    >
      <h3 className="drawer-title">{row.title}</h3>
      <p className="row-marks">
        <Level level={row.level} /> <RowMarks row={row} /> <ReplyMark row={row} />
        <span className="aside">
          {t('dispatch.columns.replyDue')} {row.replyDueOn}
        </span>
      </p>
      <Bar
        percent={Number(row.confirmedPct)}
        second={Number(row.reportedPct)}
        mark={Number(row.plannedPct)}
        tone={Number(row.lagPoints) > 0 ? 'overdue' : undefined}
        text={`${shortPercent(row.confirmedPct)}%`}
      />
      <p className="aside">
        {t('dispatch.columns.planned')} {shortPercent(row.plannedPct)}% · {t('dispatch.columns.reported')}{' '}
        {shortPercent(row.reportedPct)}% · {t('dispatch.columns.confirmed')} {shortPercent(row.confirmedPct)}% ·{' '}
        {t('dispatch.groups.lag')} {pointsBehind(row)} {t('dispatch.columns.points')}, {row.lagDays}{' '}
        {t('dispatch.columns.days')} · {t('dispatch.cutoffState', { at: minuteText(sheet.cutoff) })}
      </p>
      <Facts
        items={[
          [t('dispatch.why'), words.because(row.because)],
          [t('dispatch.columns.list'), row.listName],
          [t('dispatch.columns.leadUnit'), row.leadUnit.name],
          row.supportingUnits.length > 0
            ? [t('dispatch.columns.supporting'), row.supportingUnits.map(({ name }) => name).join('、')]
            : null,
          row.territorialUnit ? [t('dispatch.columns.territorial'), row.territorialUnit.name] : null,
          row.supervisingUnit ? [t('dispatch.columns.supervising'), row.supervisingUnit.name] : null,
          row.leaderPost ? [t('dispatch.columns.leader'), row.leaderPost.name] : null,
          row.responsiblePost ? [t('dispatch.columns.responsible'), row.responsiblePost.name] : null,
          [t('dispatch.columns.deadline'), row.deadline ?? '–'],
          [t('dispatch.columns.plannedClosure'), row.plannedClosure ?? '–'],
          row.nextMilestone
            ? [t('dispatch.columns.next'), `${row.nextMilestone.date} ${row.nextMilestone.title}`]
            : null,
          row.promised ? [t('dispatch.columns.promised'), row.promised] : null,
        ]}
      />
      {row.newThisWeek ? <Report title={t('dispatch.columns.progress')} report={row.newThisWeek} /> : null}
      {row.reply ? <Report title={t('dispatch.replyText')} report={row.reply} /> : null}
      {path ? (
        <p className="drawer-link">
          <Link to={path}>{t('dispatch.openProblem')}</Link>
        </p>
      ) : null}
      <ActionDrawer
        target={
          isAnswering && row.record.kind === 'problem'
            ? { kind: 'problem', id: row.record.id, action: 'report-progress', dispatchId: sheet.dispatchId }
            : null
        }
        onClose={() => setAnswering(false)}
      />
    </Drawer>
  );
};
