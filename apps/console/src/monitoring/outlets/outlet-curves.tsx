import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart, type ChartOption } from '../../charts/chart.js';
import { lowestDataState } from '#libs/domain/telemetry/data-state.js';
import { EvidenceDrawer } from '../../evidence/evidence-drawer.js';
import { DataStateMark } from '../../marks/cutoff.js';
import { ACCENT, OVERDUE } from '../../theme.js';
import { hourText, labelOf } from '../stations/hour-times.js';
import { type Curve, curveOf, limitAt, type OutletHour } from './outlet-hours.js';
import type { Outlet } from './outlet-queries.js';
import { unitText } from '../../reference/terms.js';

type Limit = Outlet['limits'][number];
const NOTHING: Curve = { first: '', values: [], limits: [] };
/** How far the axis reaches beyond a limit no value comes near, as a multiple of it. */
const HEADROOM = 1.1;
const INK_SOFT = '#5d6765';

/** Hour means of one factor against the limit of their day; gaps stay gaps, hours above the limit are marked. */
export const OutletCurves = ({
  outletId,
  hours,
  limit,
  name,
}: {
  readonly outletId: string;
  readonly hours: readonly OutletHour[];
  readonly limit: Limit;
  readonly name: string;
}) => {
  const { t } = useTranslation();
  const [label, setLabel] = useState<string | null>(null);
  const curve = useMemo(() => curveOf(hours) ?? NOTHING, [hours]);
  const above = useMemo(
    () =>
      curve.values.flatMap((value, n): [number, number][] =>
        value !== null && value > Number(limitAt(curve, n)) ? [[n, value]] : [],
      ),
    [curve],
  );
  const state = useMemo(() => lowestDataState(hours.map(({ dataState }) => dataState)), [hours]);
  const option = useMemo((): ChartOption => {
    const { first, values, limits } = curve;
    const highest = Math.max(...limits.map((one) => Number(one.limit)));
    const labels = values.map((_, n) => hourText(first, n));
    return {
      animation: false,
      tooltip: {
        trigger: 'axis',
        confine: true,
        transitionDuration: 0,
        formatter: (at: readonly { dataIndex: number }[]) => {
          const n = at[0]?.dataIndex ?? 0;
          const value = values[n];
          const said =
            value === null || value === undefined
              ? t('monitoring.noValue')
              : `${name} ${value} ${unitText(limit.unit)}`;
          return [labels[n], said, t('outlets.limitLine', { limit: limitAt(curve, n) }), t(`dataState.${state}`)].join(
            '<br>',
          );
        },
      },
      grid: { top: 28, left: 48, right: 64, bottom: 64 },
      xAxis: {
        type: 'category',
        data: labels,
        boundaryGap: false,
        axisLabel: { formatter: (text: string) => text.slice(5), color: INK_SOFT },
      },
      yAxis: {
        type: 'value',
        name: `${name} ${unitText(limit.unit)}`,
        nameTextStyle: { color: INK_SOFT, align: 'left' },
        axisLabel: { color: INK_SOFT },
        // The limit stays in sight where every value lies far below it.
        max: ({ max }: { max: number }) => (max < highest ? Number((highest * HEADROOM).toPrecision(3)) : null),
      },
      dataZoom: [{ type: 'slider', height: 20, bottom: 8, labelFormatter: '' }, { type: 'inside' }],
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
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: OVERDUE, type: 'dashed' },
            label: { color: OVERDUE },
            data: limits.map(({ from, to, limit: of }) => {
              const formatter = t('outlets.limitLine', { limit: of });
              return limits.length === 1
                ? { yAxis: Number(of), label: { formatter } }
                : [
                    { coord: [from, Number(of)], label: { formatter, position: 'insideEndTop' } },
                    { coord: [to, Number(of)] },
                  ];
            }),
          },
        },
        {
          id: 'above',
          type: 'scatter',
          symbol: 'diamond',
          symbolSize: 8,
          itemStyle: { color: OVERDUE },
          data: above,
        },
      ],
    };
  }, [curve, above, limit, name, state, t]);
  return (
    <>
      <p className="aside">
        {t('outlets.curveTitle', { factor: name, unit: unitText(limit.unit) })} <DataStateMark state={state} />
      </p>
      <Chart
        option={option}
        label={t('outlets.curveLabel', { factor: name })}
        style={{ height: 300 }}
        onHit={({ seriesId, dataIndex }) => {
          const n = seriesId === 'above' ? above[dataIndex]![0] : dataIndex;
          // A missing hour has no record to open.
          if (curve.values[n] !== null) setLabel(labelOf(curve.first, n));
        }}
      />
      <EvidenceDrawer
        record={
          label === null
            ? null
            : { service: 'monitoring', kind: 'outlet-hour', id: `${outletId}~${limit.factor}~${label}` }
        }
        onClose={() => setLabel(null)}
      />
    </>
  );
};
