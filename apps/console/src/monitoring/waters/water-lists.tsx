import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAreaName } from '../../reference/names.js';
import { Answer, Section as Part } from '../../shell/parts.js';
import { ClassOrState, useCountedText } from './water-parts.js';
import { type Listed, useSectionsWithoutPlan, useWaterRanking, useWorseThanV } from './water-queries.js';
import { comma, semicolon } from '../../texts/joined.js';

const ListedRow = ({ water }: { readonly water: Listed }) => {
  const { t } = useTranslation();
  return (
    <tr className={water.isListed ? undefined : 'aside'}>
      <th scope="row">
        <Link to={`/monitoring/sections/${water.sectionId}`}>{water.name}</Link>
      </th>
      <td>{water.river ?? '–'}</td>
      <td>
        {water.isListed ? t('water.waters.since') : t('water.waters.leftSince')} {water.since}
      </td>
      <td className="right">{water.isListed ? water.goodMonths : '–'}</td>
      <td>
        {water.newest ? (
          <>
            <ClassOrState waterClass={water.newest.waterClass} state="evaluated" />
            <span className="aside"> {water.newest.month}</span>
          </>
        ) : (
          '–'
        )}
      </td>
      <td className="wraps">
        {water.events.map(({ period, event }) => `${period} ${t(`water.waters.events.${event}`)}`).join(semicolon())}
      </td>
    </tr>
  );
};

/** The list of waters worse than class Ⅴ with what happened on it. */
export const WorseThanV = () => {
  const { t } = useTranslation();
  const query = useWorseThanV();
  const rule = query.data?.rule;
  const closed = query.data?.closedThrough;
  return (
    <Part
      flush
      title={t('water.waters.worse')}
      aside={
        rule
          ? t(rule.needs === 'compliant' ? 'water.waters.worseAsideCompliant' : 'water.waters.worseAside', {
              n: rule.months,
            })
          : null
      }
    >
      <Answer
        query={query}
        rows={2}
        empty={({ items }) => items.length === 0}
        emptyText={closed ? t('water.waters.worseNone', { month: closed }) : t('water.waters.worseNoneClosed')}
      >
        {({ items }) => (
          <div className="table-scroll">
            <table className="page-table">
              <thead>
                <tr>
                  <th scope="col">{t('monitoring.section')}</th>
                  <th scope="col">{t('water.river')}</th>
                  <th scope="col">{t('water.waters.state')}</th>
                  <th scope="col" className="right">
                    {t('water.waters.goodMonths')}
                  </th>
                  <th scope="col">{t('water.waters.newest')}</th>
                  <th scope="col">{t('water.waters.history')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((water) => (
                  <ListedRow key={water.sectionId} water={water} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Answer>
    </Part>
  );
};

/** Sections that fail while nobody has a plan for them. */
export const WithoutPlan = () => {
  const { t } = useTranslation();
  const areaName = useAreaName();
  const query = useSectionsWithoutPlan();
  return (
    <Part
      title={t('water.waters.withoutPlan')}
      aside={query.data?.month ? t('water.waters.withoutPlanAside', { month: query.data.month }) : null}
    >
      <Answer
        query={query}
        rows={1}
        empty={({ items }) => items.length === 0}
        emptyText={t('water.waters.withoutPlanNone')}
      >
        {({ items }) => (
          <p className="hour-list">
            {items.map(({ sectionId, name, areaId }) => (
              <span key={sectionId}>
                <Link to={`/monitoring/sections/${sectionId}`}>{name}</Link>{' '}
                <span className="aside">{areaName(areaId)}</span>
              </span>
            ))}
          </p>
        )}
      </Answer>
    </Part>
  );
};

/** Areas by their index from January up to a month. */
export const Ranking = ({ month }: { readonly month: string }) => {
  const { t } = useTranslation();
  const countedText = useCountedText();
  const query = useWaterRanking(month);
  return (
    <Part
      flush
      title={t('water.waters.ranking')}
      aside={[...(query.data ? [countedText(query.data.span)] : []), t('water.waters.rankingAside')].join(semicolon())}
    >
      <Answer
        query={query}
        rows={3}
        empty={({ items, withoutIndex }) => items.length + withoutIndex.length === 0}
        emptyText={t('water.waters.rankingNone')}
      >
        {({ items, withoutIndex }) => (
          <div className="table-scroll">
            <table className="page-table">
              <thead>
                <tr>
                  <th scope="col" className="right">
                    {t('water.waters.rank')}
                  </th>
                  <th scope="col">{t('monitoring.area')}</th>
                  <th scope="col" className="right">
                    {t('water.waters.index')}
                  </th>
                  <th scope="col" className="right">
                    {t('water.waters.lastYear')}
                  </th>
                  <th scope="col" className="right">
                    {t('water.waters.change')}
                  </th>
                  <th scope="col" className="right">
                    {t('water.waters.rivers')}
                  </th>
                  <th scope="col" className="right">
                    {t('water.waters.lakes')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((area) => (
                  <tr key={area.areaId}>
                    <td className="right">{area.rank ?? '–'}</td>
                    <th scope="row">
                      {area.areaName}
                      <span className="aside"> {area.counted.months.join(comma())}</span>
                    </th>
                    <td className="right">
                      {area.index}
                      {area.missingItems.length > 0 ? (
                        <span className="aside" title={area.missingItems.join(' ')}>
                          {' '}
                          {t('water.waters.missing', { n: area.missingItems.length })}
                        </span>
                      ) : null}
                    </td>
                    <td className="right">{area.indexLastYear ?? '–'}</td>
                    <td className="right">
                      {area.isLeftOutOfChange ? (
                        <span className="aside">{t('water.waters.leftOut')}</span>
                      ) : area.change === null ? (
                        '–'
                      ) : (
                        `${area.change}%`
                      )}
                    </td>
                    <td className="right">{area.rivers}</td>
                    <td className="right">{area.lakes}</td>
                  </tr>
                ))}
                {withoutIndex.map(({ areaId, areaName, reason }) => (
                  <tr key={areaId} className="aside">
                    <td className="right">–</td>
                    <th scope="row">{areaName}</th>
                    <td colSpan={5}>
                      {t('water.waters.notTaking')}：{t(`water.waters.notTakingReasons.${reason}`)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Answer>
    </Part>
  );
};
