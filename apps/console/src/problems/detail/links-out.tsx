import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { linkTo } from '../../reference/links.js';
import { useUnitName } from '../../reference/names.js';
import { isLevel, Level, Section } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';
import { minuteText } from '../../shell/time.js';
import type { ProblemDetail } from '../problem-queries.js';

export const FromWarning = ({ problem }: { readonly problem: ProblemDetail }) => {
  const { t } = useTranslation();
  const mayRead = useMay()('warning.read');
  const { warning } = problem;
  if (!warning) return null;
  const link = mayRead ? linkTo('warning', warning.id) : null;
  return (
    <Section title={t('problems.detail.warning')}>
      {link ? <Link to={link}>{warning.title}</Link> : warning.title}
      <div className="aside">
        {isLevel(warning.severity) ? <Level level={warning.severity} /> : null} {minuteText(warning.startedAt)} ·{' '}
        {warning.endedAt
          ? `${t('problems.detail.warningEnded')} ${minuteText(warning.endedAt)}`
          : t('problems.detail.warningOpen')}
      </div>
    </Section>
  );
};

/** Weekly sheets the problem stood on, and whether the unit has replied. */
export const Dispatches = ({
  problem,
  onReply,
}: {
  readonly problem: ProblemDetail;
  readonly onReply: (dispatchId: string) => void;
}) => {
  const { t } = useTranslation();
  const may = useMay();
  const unitName = useUnitName();
  const sheets = [...problem.dispatches].sort((a, b) => b.issueNo - a.issueNo);
  if (sheets.length === 0) return null;
  const mayReply = problem.nextActions.some(({ action }) => action === 'report-progress');
  const latest = sheets[0]?.dispatchId;
  return (
    <Section title={t('problems.detail.dispatches')}>
      <ul className="lines">
        {sheets.map((sheet) => (
          <li key={`${sheet.dispatchId} ${sheet.unitId}`}>
            {may('dispatch.read') ? (
              <Link to={linkTo('dispatch', sheet.dispatchId)!}>
                {t('problems.detail.issue', { no: sheet.issueNo })}
              </Link>
            ) : (
              t('problems.detail.issue', { no: sheet.issueNo })
            )}{' '}
            {isLevel(sheet.level) ? <Level level={sheet.level} /> : null}{' '}
            <span className="aside">
              {unitName(sheet.unitId)}
              {sheet.timesRunning > 1 ? ` · ${t('problems.detail.running', { n: sheet.timesRunning })}` : ''} ·{' '}
              {sheet.repliedAt
                ? t('problems.detail.replied', { at: minuteText(sheet.repliedAt) })
                : t('problems.detail.replyDue', { date: sheet.replyDueAt })}
            </span>
            {!sheet.repliedAt && mayReply && sheet.dispatchId === latest ? (
              <Button size="small" onClick={() => onReply(sheet.dispatchId)}>
                {t('problems.detail.reply')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
};

/** Time an upper body had the file; it does not count against the unit. */
export const UpperWaits = ({ problem }: { readonly problem: ProblemDetail }) => {
  const { t } = useTranslation();
  const unitName = useUnitName();
  if (problem.waits.length === 0) return null;
  return (
    <Section title={t('problems.detail.waits')}>
      <ul className="lines">
        {problem.waits.map(({ unitId, from, to }) => (
          <li key={`${unitId} ${from}`}>
            {to
              ? t('problems.detail.waitTo', { unit: unitName(unitId), from, to })
              : t('problems.detail.waitFrom', { unit: unitName(unitId), from })}
          </li>
        ))}
      </ul>
    </Section>
  );
};
