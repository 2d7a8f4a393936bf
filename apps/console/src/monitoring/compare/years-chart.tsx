import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart, type ChartOption } from '../../charts/chart.js';
import { comma } from '../../texts/joined.js';

/** The latest year stands out; the others are quieter the further back they lie. */
const COLOURS = ['#1f5f5b', '#b9540f', '#5a4a8a', '#8f6b00', '#2f6fa8'];
const QUIET = 0.75;

/** A year's values beside the axis. */
export interface YearRow {
  readonly year: string;
  readonly values: readonly (number | null)[];
}

/** Several years over one calendar axis. */
export const YearsChart = ({
  axis,
  rows,
  measure,
  unit,
  isClass = false,
  textOf = String,
}: {
  readonly axis: readonly string[];
  readonly rows: readonly YearRow[];
  readonly measure: string;
  readonly unit: string;
  /** Classes are drawn as steps from the best at the bottom. */
  readonly isClass?: boolean;
  readonly textOf?: (value: number) => string;
}) => {
  const { t } = useTranslation();
  const option = useMemo((): ChartOption => {
    const years = rows.map(({ year }) => year);
    const axisLabel = { color: '#5d6765' };
    return {
      animation: false,
      color: COLOURS,
      legend: { top: 0, data: years },
      tooltip: {
        trigger: 'axis',
        confine: true,
        transitionDuration: 0,
        valueFormatter: (value: unknown) => (typeof value === 'number' ? textOf(value) : '–'),
      },
      grid: { top: 36, left: 48, right: 16, bottom: axis.length > 12 ? 56 : 28 },
      xAxis: { type: 'category', data: [...axis], boundaryGap: isClass, axisLabel },
      yAxis: isClass
        ? { type: 'value', min: 1, max: 6, interval: 1, axisLabel: { ...axisLabel, formatter: textOf } }
        : { type: 'value', name: unit, axisLabel },
      ...(axis.length > 12
        ? { dataZoom: [{ type: 'slider', height: 18, bottom: 8 }, { type: 'inside' }] }
        : { dataZoom: [] }),
      series: rows.map(({ year, values }, n) => ({
        id: `year-${n}`,
        name: year,
        type: 'line',
        showSymbol: axis.length <= 12,
        symbolSize: 6,
        z: rows.length - n,
        lineStyle: { width: n === 0 ? 2.2 : 1.4, opacity: n === 0 ? 1 : QUIET },
        data: [...values],
      })),
    };
  }, [axis, rows, unit, isClass, textOf]);
  return (
    <Chart
      option={option}
      label={t('years.label', { measure, years: rows.map(({ year }) => year).join(comma()) })}
      style={{ height: 340 }}
    />
  );
};

/** One line of figures: the value of each year, and for all but the latest how the latest differs from it. */
export interface YearLine {
  readonly name: string;
  readonly unit?: string;
  readonly cells: readonly {
    readonly value: string;
    readonly note?: string | undefined;
    readonly change?: string | undefined;
    readonly tone?: string | undefined;
  }[];
}

/** Figures of the years beside each other. */
export const YearsTable = ({
  years,
  lines,
}: {
  readonly years: readonly string[];
  readonly lines: readonly YearLine[];
}) => {
  const { t } = useTranslation();
  return (
    <div className="table-scroll">
      <table className="page-table">
        <thead>
          <tr>
            <th scope="col">{t('years.item')}</th>
            {years.flatMap((year, n) => [
              <th key={year} scope="col" className="right">
                {year}
              </th>,
              ...(n === 0
                ? []
                : [
                    <th key={`${year} change`} scope="col" className="right">
                      {t('years.against', { year })}
                    </th>,
                  ]),
            ])}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, unit, cells }) => (
            <tr key={name}>
              <th scope="row">
                {name} {unit ? <small className="aside">{unit}</small> : null}
              </th>
              {cells.flatMap(({ value, note, change, tone }, n) => [
                <td key={`${n} value`} className="right">
                  {value} {note ? <small>{note}</small> : null}
                </td>,
                ...(n === 0
                  ? []
                  : [
                      <td key={`${n} change`} className={`right ${tone ?? ''}`}>
                        {change ?? '–'}
                      </td>,
                    ]),
              ])}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
