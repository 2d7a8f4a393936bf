import { useTranslation } from 'react-i18next';
import { useAreaName } from '../../reference/names.js';
import { termText } from '../../reference/terms.js';
import { Answer, Section as Part } from '../../shell/parts.js';
import { PageTable } from '../../shell/page-table.js';
import { useWaterCapacity } from './water-queries.js';

/** What waters may take in a year, what they take, and what is left, item by item. */
export const Capacity = ({ year }: { readonly year: number }) => {
  const { t } = useTranslation();
  const areaName = useAreaName();
  const query = useWaterCapacity(year);
  return (
    <Part flush title={t('water.capacity.title')} aside={t('water.capacity.aside', { year })}>
      <Answer
        query={query}
        rows={2}
        empty={({ items }) => items.length === 0}
        emptyText={t('water.capacity.none', { year })}
      >
        {({ items: capacities }) => (
          <PageTable
            heads={[
              t('water.capacity.body'),
              t('water.capacity.item'),
              ...(['allowed', 'current', 'left', 'used'] as const).map((name) => ({
                right: t(`water.capacity.${name}`),
              })),
              t('water.capacity.basis'),
            ]}
          >
            {capacities.flatMap(({ areaId, body, version, basis, items }) =>
              items.map((one, n) => (
                <tr key={`${areaId} ${body} ${one.item}`}>
                  <th scope="row">
                    {n > 0 ? null : (
                      <>
                        {areaName(areaId)}{' '}
                        {body === '' ? <span className="aside">{t('water.capacity.all')}</span> : body}
                      </>
                    )}
                  </th>
                  <td>{termText(one.item)}</td>
                  <td className="right">{one.allowed}</td>
                  <td className="right">{one.current}</td>
                  <td className={one.isExceeded ? 'right overdue' : 'right'}>{one.left}</td>
                  <td className="right">{one.usedPercent === null ? '–' : `${one.usedPercent}%`}</td>
                  <td className="wraps">
                    {n > 0 ? null : (
                      <>
                        {basis} <span className="aside">{t('water.capacity.version', { version })}</span>
                      </>
                    )}
                  </td>
                </tr>
              )),
            )}
          </PageTable>
        )}
      </Answer>
    </Part>
  );
};
