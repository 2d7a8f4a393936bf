import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart, type ChartOption } from '../../charts/chart.js';
import { hourPlace, hourText, labelOf } from './hour-times.js';
import { type HourSeries, type Pollutant, unitOf } from '../monitoring-queries.js';

const SHADES = ['#f1f4ee', '#cfdcd2', '#9dbdb0', '#5f978b', '#1f5f5b', '#123c3a'];

/** Hour of the day against the date: when in a day it is high, and where hours are missing. */
export const HourHeat = ({
  series,
  pollutant,
  onHour,
}: {
  readonly series: HourSeries;
  readonly pollutant: Pollutant;
  readonly onHour: (label: string) => void;
}) => {
  const { t } = useTranslation();
  const values = series.values[pollutant];
  const { cells, dates } = useMemo(() => {
    const measured = (values ?? []).flatMap((value, n) => (value === null ? [] : [{ n, value }]));
    const begun = measured[0]?.n ?? 0;
    const firstDay = Math.floor(begun / 24);
    const days = Math.ceil(series.hours / 24) - firstDay;
    return {
      cells: measured.map(({ n, value }) => [Math.floor(n / 24) - firstDay, n % 24, value, n] as const),
      dates: Array.from({ length: days }, (_, day) => hourPlace(series.first, (firstDay + day) * 24).date),
    };
  }, [series, values]);
  const option = useMemo((): ChartOption => {
    const sorted = cells.map(([, , value]) => value).sort((a, b) => a - b);
    const high = sorted[Math.floor(sorted.length * 0.98)] ?? 1;
    return {
      animation: false,
      tooltip: {
        confine: true,
        transitionDuration: 0,
        formatter: ({ dataIndex }: { dataIndex: number }) => {
          const cell = cells[dataIndex];
          return cell ? `${hourText(series.first, cell[3])}<br>${pollutant} ${cell[2]} ${unitOf(pollutant)}` : '';
        },
      },
      grid: { top: 8, left: 48, right: 16, bottom: 72 },
      xAxis: {
        type: 'category',
        data: dates,
        axisLabel: { formatter: (text: string) => text.slice(5), color: '#5d6765' },
      },
      yAxis: {
        type: 'category',
        data: Array.from({ length: 24 }, (_, hour) => String(hour + 1)),
        axisLabel: { interval: 5, color: '#5d6765' },
      },
      visualMap: {
        min: 0,
        max: high,
        dimension: 2,
        inRange: { color: SHADES },
        orient: 'horizontal',
        right: 16,
        bottom: 0,
        itemWidth: 10,
        itemHeight: 120,
        text: [`${high} ${unitOf(pollutant)}`, '0'],
        textStyle: { color: '#5d6765', fontSize: 11 },
      },
      series: [{ id: 'hours', type: 'heatmap', data: cells.map(([x, y, value]) => [x, y, value]), progressive: 4000 }],
    };
  }, [cells, dates, series, pollutant]);
  return (
    <Chart
      option={option}
      label={t('monitoring.heatLabel', { pollutant })}
      style={{ height: 284 }}
      onHit={({ dataIndex }) => {
        const cell = cells[dataIndex];
        if (cell) onHour(labelOf(series.first, cell[3]));
      }}
    />
  );
};
