import { useTranslation } from 'react-i18next';
import { EvidenceButton } from '../../evidence/evidence-drawer.js';
import { DataStateMark } from '../../marks/cutoff.js';
import { termText, unitText } from '../../reference/terms.js';
import { PageTable } from '../../shell/page-table.js';
import { Answer, Section as Part } from '../../shell/parts.js';
import type { LabelSpan } from './outlet-hours.js';
import { type OutletDay, useOutletDays } from './outlet-queries.js';

const DayRows = ({ days }: { readonly days: readonly OutletDay[] }) => {
  const { t } = useTranslation();
  return (
    <PageTable
      heads={[
        t('outlets.day'),
        t('outlets.factor'),
        { right: t('outlets.dayMean') },
        { right: t('outlets.limit') },
        t('outlets.averaging'),
        { right: t('outlets.multiple') },
        { right: t('outlets.hours') },
        t('monitoring.dataState'),
        t('outlets.basis'),
      ]}
    >
      {days.flatMap(({ id, day, dataState, factors }) =>
        factors.map((one) => (
          <tr key={`${id} ${one.factor}`}>
            <th scope="row">
              <EvidenceButton record={{ service: 'monitoring', kind: 'indicator', id }}>{day}</EvidenceButton>
            </th>
            <td>{termText(one.name)}</td>
            <td className={one.multiple === null ? 'right' : 'right overdue'}>
              {one.mean ?? <span className="aside">{t('outlets.tooFewHours')}</span>}{' '}
              <small>{one.mean === null ? '' : unitText(one.unit)}</small>
            </td>
            <td className="right">
              {one.limit} <small>{unitText(one.unit)}</small>
            </td>
            <td>{t('outlets.averagings.day')}</td>
            <td className="right">{one.multiple ?? '–'}</td>
            <td className="right">
              {one.fewestHours === undefined
                ? one.hours
                : t('outlets.hoursAsked', { hours: one.hours, asked: one.fewestHours })}{' '}
              {one.isWeighted ? <small>{t('outlets.byFlow')}</small> : null}
            </td>
            <td>
              <DataStateMark state={dataState} />
            </td>
            <td className="wraps">{one.basis}</td>
          </tr>
        )),
      )}
    </PageTable>
  );
};

/** Day means of an outlet beside its limits of a day, the newest first. */
export const OutletDays = ({ outletId, span }: { readonly outletId: string; readonly span: LabelSpan }) => {
  const { t } = useTranslation();
  const query = useOutletDays(outletId, span);
  return (
    <Part flush title={t('outlets.dayMeans')} aside={t('outlets.dayMeansAside')}>
      <Answer query={query} rows={3} empty={(days) => days.length === 0} emptyText={t('outlets.noDayMeans')}>
        {(days) => <DayRows days={days} />}
      </Answer>
    </Part>
  );
};
