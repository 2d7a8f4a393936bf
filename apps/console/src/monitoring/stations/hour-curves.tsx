import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart, type ChartOption } from '../../charts/chart.js';
import { ACCENT, OVERDUE } from '../../theme.js';
import { hourText, labelOf } from './hour-times.js';
import { type HourSeries, type Pollutant, unitOf } from '../monitoring-queries.js';

/** Days the window shows at first; the bar below moves and widens it. */
const DAYS_SHOWN = 14;

/** Hour means of one pollutant; gaps stay gaps, corrected hours are marked. */
export const HourCurves = ({
  series,
  pollutant,
  onHour,
}: {
  readonly series: HourSeries;
  readonly pollutant: Pollutant;
  readonly onHour: (label: string) => void;
}) => {
  const { t } = useTranslation();
  const values = useMemo(() => series.values[pollutant] ?? [], [series, pollutant]);
  const corrected = useMemo(() => series.corrected.filter((n) => typeof values[n] === 'number'), [series, values]);
  const option = useMemo((): ChartOption => {
    const labels = Array.from({ length: series.hours }, (_, n) => hourText(series.first, n));
    const lastShown = values.reduce<number>((last, value, n) => (value === null ? last : n), 0);
    const from = Math.max(0, lastShown - DAYS_SHOWN * 24);
    return {
      animation: false,
      tooltip: {
        trigger: 'axis',
        confine: true,
        transitionDuration: 0,
        formatter: (at: readonly { dataIndex: number }[]) => {
          const n = at[0]?.dataIndex ?? 0;
          const value = values[n];
          return [
            labels[n],
            value === null || value === undefined
              ? t('monitoring.noValue')
              : `${pollutant} ${value} ${unitOf(pollutant)}`,
            `AQI ${series.aqi[n] ?? '–'}`,
          ].join('<br>');
        },
      },
      grid: { top: 28, left: 48, right: 16, bottom: 64 },
      xAxis: {
        type: 'category',
        data: labels,
        boundaryGap: false,
        axisLabel: { formatter: (text: string) => text.slice(5), color: '#5d6765' },
      },
      yAxis: {
        type: 'value',
        name: unitOf(pollutant),
        nameTextStyle: { color: '#5d6765' },
        axisLabel: { color: '#5d6765' },
      },
      dataZoom: [
        { type: 'slider', startValue: from, endValue: lastShown, height: 20, bottom: 8, labelFormatter: '' },
        { type: 'inside' },
      ],
      series: [
        {
          id: 'hours',
          type: 'line',
          data: values,
          showSymbol: false,
          connectNulls: false,
          sampling: 'max',
          lineStyle: { color: ACCENT, width: 1.4 },
          itemStyle: { color: ACCENT },
        },
        {
          id: 'corrected',
          type: 'scatter',
          symbol: 'diamond',
          symbolSize: 8,
          itemStyle: { color: OVERDUE },
          data: corrected.map((n) => [n, values[n]]),
        },
      ],
    };
  }, [series, values, corrected, pollutant, t]);
  return (
    <Chart
      option={option}
      label={t('monitoring.curveLabel', { pollutant })}
      style={{ height: 300 }}
      onHit={({ seriesId, dataIndex }) =>
        onHour(labelOf(series.first, seriesId === 'corrected' ? corrected[dataIndex]! : dataIndex))
      }
    />
  );
};
