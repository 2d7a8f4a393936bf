import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { markMeaning } from '#libs/domain/hj212/data-mark.js';
import { useAreaName } from '../../reference/names.js';
import { Answer, Section as Part } from '../../shell/parts.js';
import { usePlatformToday } from '../../shell/session.js';
import { minuteText } from '../../shell/time.js';
import { AddSubject, RetiredMark, useWithRetired } from '../register/subject-actions.js';
import { type Outlet, useOutlets } from './outlet-queries.js';
import { outletState } from './outlet-state.js';
import { termText } from '../../reference/terms.js';
import { comma } from '../../texts/joined.js';
import { PageTable } from '../../shell/page-table.js';

/** Outlets are no air stations: digits mean nothing here, letters the same in every edition. */
const markText = (t: TFunction, mark: string): string => {
  const known = markMeaning(mark, null, '');
  return known ? t(`outlets.marks.${known.mark}`, { defaultValue: known.name }) : mark;
};

const Newest = ({ outlet: { latest, limits } }: { readonly outlet: Outlet }) => {
  const { t } = useTranslation();
  // Those with a limit are what an outlet is judged by; the rest (flow, temperature) stands where there are none.
  const judged = latest?.factors.filter(({ factor }) => limits.some((limit) => limit.factor === factor)) ?? [];
  const shown = judged.length > 0 ? judged : (latest?.factors ?? []);
  if (shown.length === 0) return <>–</>;
  return (
    <>
      {shown.map(({ factor, name, value, mark }, n) => (
        <span key={factor}>
          {n > 0 ? comma() : null}
          {termText(name)} {value ?? '–'}
          {mark !== null && mark !== 'N' ? (
            <small className="aside"> {t('outlets.marked', { mark: markText(t, mark) })}</small>
          ) : null}
        </span>
      ))}
    </>
  );
};

/** The outlets with what they show now. */
export const OutletRowsPart = () => {
  const { t } = useTranslation();
  const outlets = useOutlets(useWithRetired());
  const today = usePlatformToday();
  const areaName = useAreaName();
  return (
    <Part flush title={t('outlets.title')} aside={t('outlets.aside')} extra={<AddSubject kind="outlet" />}>
      <Answer query={outlets} empty={(items) => items.length === 0} emptyText={t('outlets.none')}>
        {(items) => (
          <PageTable
            heads={[
              t('monitoring.kinds.outlet'),
              t('monitoring.area'),
              t('outlets.state'),
              t('outlets.newest'),
              t('monitoring.hour'),
            ]}
          >
            {items.map((outlet) => {
              const state = outletState(outlet, today);
              return (
                <tr key={outlet.id}>
                  <th scope="row">
                    <Link to={`/monitoring/outlets/${outlet.id}`}>{outlet.name}</Link>
                    <RetiredMark subject={outlet} />
                  </th>
                  <td>{areaName(outlet.areaId)}</td>
                  <td className={state === 'exceeding' ? 'overdue' : undefined}>{t(`outlets.states.${state}`)}</td>
                  <td className="wraps">
                    <Newest outlet={outlet} />
                  </td>
                  <td className={state === 'stopped' ? 'overdue' : undefined}>
                    {outlet.latest ? minuteText(outlet.latest.label) : '–'}
                  </td>
                </tr>
              );
            })}
          </PageTable>
        )}
      </Answer>
    </Part>
  );
};
