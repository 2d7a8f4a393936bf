import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileUrl } from '../../api/client.js';
import { useUnitName } from '../../reference/names.js';
import { Nothing, Section } from '../../shell/parts.js';
import { shortPercent } from '../../shell/percent.js';
import { minuteText } from '../../shell/time.js';
import type { ProblemDetail } from '../problem-queries.js';

const FIRST = 4;

/** What the units reported, newest first; what says the same as the week before is marked. */
export const Reports = ({ problem }: { readonly problem: Pick<ProblemDetail, 'progress'> }) => {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const all = [...problem.progress].sort((a, b) => (a.reportedAt < b.reportedAt ? 1 : -1));
  const shown = isWhole ? all : all.slice(0, FIRST);
  return (
    <Section title={t('problems.detail.reports')} aside={all.length > 0 ? String(all.length) : null}>
      {all.length === 0 ? <Nothing text={t('problems.detail.noReports')} /> : null}
      <ul className="reports">
        {shown.map((report) => (
          <Report key={report.id} report={report} />
        ))}
      </ul>
      {all.length > shown.length ? (
        <Button size="small" onClick={() => setWhole(true)}>
          {t('states.more', { n: all.length - shown.length })}
        </Button>
      ) : null}
    </Section>
  );
};

const Report = ({ report }: { readonly report: ProblemDetail['progress'][number] }) => {
  const { t } = useTranslation();
  const unitName = useUnitName();
  return (
    <li>
      <div className="aside">
        {minuteText(report.reportedAt)} · {unitName(report.unitId)} · {shortPercent(report.reportedPct)}%
        {report.dispatchId ? ` · ${t('problems.detail.reply')}` : ''}
        {report.noProgress ? (
          <>
            {' '}
            <Tag>{t('problems.detail.noProgress')}</Tag>
          </>
        ) : null}
      </div>
      <div>{report.text}</div>
      {report.obstacle ? (
        <div>
          {t('problems.detail.obstacle', { text: report.obstacle })}
          {report.coordinateWithUnitId
            ? `（${t('problems.detail.coordinate', { unit: unitName(report.coordinateWithUnitId) })}）`
            : ''}
        </div>
      ) : null}
      {report.promise ? <div>{t('problems.detail.promise', { text: report.promise })}</div> : null}
      {report.files.map((file) => (
        <a key={file.sha256} href={fileUrl(file.sha256)} className="file-link">
          {file.name}
        </a>
      ))}
    </li>
  );
};
