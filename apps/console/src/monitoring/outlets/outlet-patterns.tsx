import { useTranslation } from 'react-i18next';
import { EvidenceButton } from '../../evidence/evidence-drawer.js';
import { Answer, Section as Part } from '../../shell/parts.js';
import { minuteText } from '../../shell/time.js';
import { useDischargePatterns } from './outlet-queries.js';
import { termText } from '../../reference/terms.js';
import { comma } from '../../texts/joined.js';
import { PageTable } from '../../shell/page-table.js';

const MOST_HOURS = 8;

/** Days of an outlet that speak of hidden discharge: what was found, and the way to what it rests on. */
export const OutletPatterns = ({
  outletId,
  to,
  days,
}: {
  readonly outletId: string;
  readonly to: string;
  readonly days: number;
}) => {
  const { t } = useTranslation();
  const query = useDischargePatterns(outletId, to, days);
  return (
    <Part flush title={t('outlets.patterns')} aside={t('outlets.patternsAside')}>
      <Answer query={query} rows={2} empty={(items) => items.length === 0} emptyText={t('outlets.noPatterns')}>
        {(items) => (
          <PageTable
            heads={[
              t('outlets.day'),
              t('outlets.pattern'),
              t('outlets.factor'),
              { right: t('outlets.found') },
              t('outlets.foundHours'),
            ]}
          >
            {items.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <EvidenceButton record={{ service: 'monitoring', kind: 'indicator', id: one.id }}>
                    {one.day}
                  </EvidenceButton>
                </th>
                <td>{t(`outlets.patternNames.${one.pattern.slice('outlet.day.'.length) as 'constant-hours'}`)}</td>
                <td>{one.factorName ? termText(one.factorName) : '–'}</td>
                <td className="right overdue">
                  {one.value}{' '}
                  <small>{one.pattern === 'outlet.day.night-exceedance-share' ? '%' : t('outlets.hours')}</small>
                </td>
                <td className="wraps">
                  {one.hours.slice(0, MOST_HOURS).map(minuteText).join(comma())}
                  {one.hours.length > MOST_HOURS ? ` … ${one.hours.length}` : ''}
                  {one.ranHours === null ? null : (
                    <span className="aside"> {t('outlets.ranHours', { n: one.ranHours })}</span>
                  )}
                </td>
              </tr>
            ))}
          </PageTable>
        )}
      </Answer>
    </Part>
  );
};
