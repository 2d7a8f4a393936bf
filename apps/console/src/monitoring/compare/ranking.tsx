import { InputNumber, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { DataStateMark } from '../../marks/cutoff.js';
import { POLLUTANTS, useStations } from '../monitoring-queries.js';
import { useAreaName } from '../../reference/names.js';
import { Answer, Section } from '../../shell/parts.js';
import { type Ranking, useRanking } from './comparison-queries.js';
import { DustPapers } from './dust-papers.js';
import { SpanFields, useAddress, useSpan } from './span-fields.js';
import { inBrackets, semicolon } from '../../texts/joined.js';

const MEASURES = ['composite-index', 'good-day-percent', ...POLLUTANTS] as const;
const KINDS = ['area', 'station'] as const;

const moved = (places: number | null): string => (places === null ? '–' : places > 0 ? `+${places}` : String(places));

const Rows = ({ found, nameOf }: { readonly found: Ranking; readonly nameOf: (id: string) => string }) => {
  const { t } = useTranslation();
  const rateOf = (id: string): string | null => found.byChange.find((one) => one.id === id)?.changePercent ?? null;
  return (
    <div className="table-scroll">
      <table className="page-table">
        <thead>
          <tr>
            <th scope="col">{t('airComparison.rank')}</th>
            <th scope="col">{t('airComparison.name')}</th>
            {(
              [
                'fromBottom',
                'value',
                'validDays',
                'dataState',
                'earlier',
                'rankEarlier',
                'rankChange',
                'changePercent',
              ] as const
            ).map((name) => (
              <th key={name} scope="col" className="right">
                {t(`airComparison.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.rows.map((row) => (
            <tr key={row.id} className={row.isBehindLine ? 'marked' : ''}>
              <th scope="row">{row.rank ?? <span className="aside">{t('airComparison.unranked')}</span>}</th>
              <td>
                {nameOf(row.id)}
                {row.unrankedBecause ? <div className="aside wraps">{row.unrankedBecause}</div> : null}
              </td>
              <td className="right">{row.fromBottom ?? '–'}</td>
              <td className="right">{row.value ?? '–'}</td>
              <td className="right">
                {row.days}
                {row.dustDays > 0 ? (
                  <div className="aside">
                    {t('dustDays.marked', { n: row.dustDays })} <DustPapers ids={row.dustRecognitions} />
                  </div>
                ) : null}
              </td>
              <td className="right">{row.dataState ? <DataStateMark state={row.dataState} /> : '–'}</td>
              <td className="right">{row.earlier ?? '–'}</td>
              <td className="right">{row.earlierRank ?? '–'}</td>
              <td className="right">{moved(row.rankChange)}</td>
              <td className="right">{rateOf(row.id) === null ? '–' : `${rateOf(row.id)}%`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** Areas or stations of townships in the order of a figure, with the place a year before. */
export const RankingView = () => {
  const { t } = useTranslation();
  const span = useSpan();
  const { get, set } = useAddress();
  const areaName = useAreaName();
  const stations = useStations().data;
  const kind = KINDS.find((one) => one === get('kind')) ?? 'area';
  const by = MEASURES.find((one) => one === get('by')) ?? 'composite-index';
  const line = Number(get('line')) > 0 ? Number(get('line')) : null;
  const query = useRanking(kind, span, by, line);
  const stationName = (id: string): string => {
    const station = stations?.find((one) => one.id === id);
    return station ? `${station.name}${inBrackets(areaName(station.areaId))}` : id;
  };
  return (
    <Section
      flush
      title={
        <span className="choices">
          <Segmented
            aria-label={t('airComparison.kind')}
            value={kind}
            onChange={(next) => set('kind', next)}
            options={KINDS.map((value) => ({ value, label: t(`airComparison.kinds.${value}`) }))}
          />
          <Select
            aria-label={t('airComparison.by')}
            value={by}
            onChange={(next) => set('by', next)}
            options={MEASURES.map((value) => ({
              value,
              label:
                value === 'composite-index' || value === 'good-day-percent'
                  ? t(`airComparison.measures.${value}`)
                  : value,
            }))}
          />
          <SpanFields />
          <InputNumber
            min={1}
            precision={0}
            placeholder={t('airComparison.line')}
            aria-label={t('airComparison.line')}
            value={line}
            onChange={(next) => set('line', next ? String(next) : '')}
          />
        </span>
      }
      aside={
        query.data
          ? [
              t('airComparison.size', { n: query.data.size }),
              t(`airComparison.direction.${query.data.direction}`),
              t('airComparison.rankingAside'),
            ].join(semicolon())
          : t('airComparison.rankingAside')
      }
    >
      <Answer query={query} empty={({ rows }) => rows.length === 0} emptyText={t('airComparison.noRanking')} rows={8}>
        {(found) => <Rows found={found} nameOf={kind === 'area' ? areaName : stationName} />}
      </Answer>
    </Section>
  );
};
