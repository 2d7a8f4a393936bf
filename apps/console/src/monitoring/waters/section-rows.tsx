import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { AUTOMATIC_STATION_ITEMS, BASIC_ITEMS, GB3838_2002 } from '#libs/domain/water/edition.js';
import { EvidenceButton } from '../../evidence/evidence-drawer.js';
import { Answer, Section as Part } from '../../shell/parts.js';
import { minuteText } from '../../shell/time.js';
import { useSectionRows } from './water-queries.js';
import { termText, unitText } from '../../reference/terms.js';

/** What came of a section, row by row, each with the way to its bytes. */
export const SectionRowsPart = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const query = useSectionRows(id);
  return (
    <Part flush title={t('water.rows.title')} aside={t('water.rows.aside')}>
      <Answer
        query={query}
        empty={({ pages }) => pages.every(({ items }) => items.length === 0)}
        emptyText={t('water.rows.none')}
      >
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items);
          const items = BASIC_ITEMS.filter(
            (item) => AUTOMATIC_STATION_ITEMS.includes(item) || rows.some(({ values }) => values[item] !== undefined),
          );
          return (
            <>
              <div className="table-scroll">
                <table className="page-table">
                  <thead>
                    <tr>
                      <th scope="col">{t('water.rows.at')}</th>
                      {items.map((item) => (
                        <th key={item} scope="col" className="right">
                          {termText(GB3838_2002.basic[item].name)}
                          {GB3838_2002.basic[item].unit ? (
                            <small> {unitText(GB3838_2002.basic[item].unit)}</small>
                          ) : null}
                        </th>
                      ))}
                      <th scope="col">{t('monitoring.dataState')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {rows.map((row) => (
                      <tr key={row.at}>
                        <th scope="row">
                          <EvidenceButton record={{ service: 'monitoring', kind: 'section-row', id: row.recordId }}>
                            {minuteText(row.at)}
                          </EvidenceButton>
                        </th>
                        {items.map((item) => (
                          <td key={item} className="right">
                            {row.heldItems.includes(item) ? (
                              <del title={t('monitoring.held')}>{row.values[item]}</del>
                            ) : (
                              (row.values[item] ?? '–')
                            )}
                          </td>
                        ))}
                        <td>{t(`dataState.${row.dataState as 'realtime'}`)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              {query.hasNextPage ? (
                <p className="more">
                  <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    {t('water.rows.more')}
                  </Button>
                </p>
              ) : null}
            </>
          );
        }}
      </Answer>
    </Part>
  );
};
