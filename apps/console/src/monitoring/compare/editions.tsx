import { Pagination, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AqiMark } from '../../marks/aqi.js';
import { editionName } from '../edition-name.js';
import { Answer, Figure, Nothing, Section } from '../../shell/parts.js';
import { type Editions, useEditions } from './comparison-queries.js';
import { differs } from './comparison-words.js';
import { AreaChoice, SpanFields, useAddress, useArea, useSpan } from './span-fields.js';
import { comma } from '../../texts/joined.js';

/** Editions of the air standard, the oldest first. */
const EDITIONS = ['cn-2012', 'cn-2012-amended', 'cn-2026-transition', 'cn-2026-final'] as const;
const PAGE = 31;

const Sides = ({ found }: { readonly found: Editions }) => {
  const { t } = useTranslation();
  const otherwise = new Set(found.goodUnderOne);
  const [isAll, setAll] = useState(false);
  const [page, setPage] = useState(1);
  const days = [...(isAll ? found.days : found.days.filter(differs))].reverse();
  const pages = Math.max(1, Math.ceil(days.length / PAGE));
  const here = Math.min(page, pages);
  return (
    <>
      <div className="numbers inset">
        {found.editions.map((edition, n) => (
          <Figure
            key={`${edition.id} ${n}`}
            label={`${t('airComparison.goodDays')} ${edition.documents.index}`}
            value={found.tallies[n]!.goodDays ?? '–'}
            unit={`/${found.tallies[n]!.evaluatedDays}${t('airComparison.dayUnit')}`}
            note={`${t('airComparison.goodShare')} ${found.tallies[n]!.goodDayPercent ?? '–'}%`}
          />
        ))}
        <Figure
          label={t('airComparison.onlyChanged')}
          value={found.goodUnderOne.length}
          unit={t('airComparison.dayUnit')}
        />
      </div>
      <p className="more choices">
        <Switch
          size="small"
          id="all-days"
          checked={isAll}
          onChange={(next) => {
            setAll(next);
            setPage(1);
          }}
        />
        <label htmlFor="all-days">{t('airComparison.allDays')}</label>
        <span className="aside">
          {t('airComparison.daysDiffer', { n: found.days.filter(differs).length, all: found.days.length })}
        </span>
      </p>
      {days.length === 0 ? <Nothing text={t('airComparison.noneDiffers')} /> : null}
      <div className="table-scroll" hidden={days.length === 0}>
        <table className="page-table">
          <thead>
            <tr>
              <th scope="col">{t('airComparison.date')}</th>
              {found.editions.map(({ documents }, n) => (
                <th key={n} scope="col">
                  {documents.index}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.slice((here - 1) * PAGE, here * PAGE).map(({ date, under }) => (
              <tr key={date} className={otherwise.has(date) ? 'marked' : ''}>
                <th scope="row">{date}</th>
                {under.map(({ aqi, primary }, n) => (
                  <td key={n}>
                    {aqi === null ? '–' : <AqiMark aqi={aqi} />} <span className="aside">{primary.join(comma())}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 ? (
        <div className="more">
          <Pagination
            size="small"
            current={here}
            pageSize={PAGE}
            total={days.length}
            showSizeChanger={false}
            onChange={setPage}
          />
        </div>
      ) : null}
    </>
  );
};

const Found = ({ areaId }: { readonly areaId: string }) => {
  const { t } = useTranslation();
  const span = useSpan();
  const { get, set } = useAddress();
  const chosen = (name: string, otherwise: string): string => EDITIONS.find((one) => one === get(name)) ?? otherwise;
  const [first, second] = [chosen('first', EDITIONS[1]), chosen('second', EDITIONS[2])];
  const query = useEditions(areaId, span, first, second);
  const options = EDITIONS.map((value) => ({ value, label: editionName(value) }));
  return (
    <Section
      flush
      title={
        <span className="choices">
          <AreaChoice />
          <SpanFields />
          <Select
            aria-label={t('airComparison.first')}
            value={first}
            options={options}
            onChange={(value) => set('first', value)}
          />
          <Select
            aria-label={t('airComparison.second')}
            value={second}
            options={options}
            onChange={(value) => set('second', value)}
          />
        </span>
      }
      aside={t('airComparison.editionsAside')}
    >
      <Answer query={query} empty={({ days }) => days.length === 0} emptyText={t('airComparison.none')} rows={8}>
        {(found) => <Sides found={found} />}
      </Answer>
    </Section>
  );
};

/** The same days under two editions of the standard. */
export const EditionsView = () => {
  const { t } = useTranslation();
  const { areaId } = useArea();
  return areaId ? <Found areaId={areaId} /> : <Nothing text={t('airComparison.noAreas')} />;
};
