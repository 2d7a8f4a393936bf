import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart, type ChartOption } from '../charts/chart.js';
import { STANDING_COLOURS } from '../marks/glyph.js';
import { useUnitName } from '../reference/names.js';
import { Nothing } from '../shell/parts.js';
import { daysLater } from '../shell/time.js';
import { INK } from '../theme.js';
import { STANDINGS, type Standing, type WallItem } from './items.js';

const DAY_MS = 86_400_000;
/** Units with a row of their own; the rest share one. */
const ROWS = 18;
const OTHERS = '';
type Span = 'week' | 'day';

interface Heap {
  readonly unitId: string;
  readonly from: string;
  readonly items: WallItem[];
}

/** Monday of the week of a civil date. */
const mondayOf = (date: string): string => daysLater(date, -((new Date(date).getUTCDay() + 6) % 7));

const gravest = (items: readonly WallItem[]): Standing =>
  STANDINGS.find((standing) => items.some((one) => one.standing === standing)) ?? 'running';

/** What one unit has due in one span is one heap. */
const heapsOf = (items: readonly WallItem[], span: Span): { heaps: Heap[]; units: string[] } => {
  const dated = items.filter(({ item }) => item.dueAt !== null && item.kind !== 'act');
  const counts = new Map<string, number>();
  for (const { item } of dated) counts.set(item.leadUnitId ?? OTHERS, (counts.get(item.leadUnitId ?? OTHERS) ?? 0) + 1);
  const named = [...counts].filter(([id]) => id !== OTHERS).sort((a, b) => b[1] - a[1]);
  const own = new Set(named.slice(0, ROWS).map(([id]) => id));
  const heaps = new Map<string, Heap>();
  for (const one of dated) {
    const unitId = own.has(one.item.leadUnitId ?? OTHERS) ? one.item.leadUnitId! : OTHERS;
    const from = span === 'week' ? mondayOf(one.item.dueAt!) : one.item.dueAt!;
    const key = `${unitId} ${from}`;
    const heap = heaps.get(key);
    if (heap) heap.items.push(one);
    else heaps.set(key, { unitId, from, items: [one] });
  }
  const units = [...own];
  if ([...heaps.values()].some(({ unitId }) => unitId === OTHERS)) units.push(OTHERS);
  return { heaps: [...heaps.values()], units };
};

const MIDDLE: Readonly<Record<Span, number>> = { week: 3.5 * DAY_MS, day: DAY_MS / 2 };
const SHOWN_BEFORE = 6 * 7;
const SHOWN_AFTER = 10 * 7;

const optionOf = (
  heaps: readonly Heap[],
  units: readonly string[],
  nameOf: (id: string) => string,
  words: { readonly span: Span; readonly today: string; readonly todayWord: string },
): ChartOption => {
  const groups = STANDINGS.map((standing) => ({
    standing,
    heaps: heaps.filter(({ items }) => gravest(items) === standing),
  })).filter((group) => group.heaps.length > 0);
  const largest = Math.max(...heaps.map(({ items }) => items.length));
  const todayMs = Date.parse(words.today);
  const begin = todayMs - SHOWN_BEFORE * DAY_MS;
  const end = todayMs + SHOWN_AFTER * DAY_MS;
  const dates = heaps.map(({ from }) => Date.parse(from));
  return {
    animation: false,
    grid: { left: 8, right: 20, top: 28, bottom: 52, containLabel: true },
    tooltip: {
      confine: true,
      transitionDuration: 0,
      formatter: (at: { value: readonly [number, string, number] }) => `${nameOf(at.value[1])} · ${at.value[2]}`,
    },
    xAxis: {
      type: 'time',
      min: Math.min(begin, ...dates),
      max: Math.max(end, ...dates) + 7 * DAY_MS,
      axisLabel: { color: '#5d6765', hideOverlap: true, formatter: '{MM}-{dd}' },
      splitLine: { show: true, lineStyle: { color: '#eceee8' } },
      axisLine: { lineStyle: { color: '#b3bcb4' } },
    },
    yAxis: {
      type: 'category',
      data: [...units],
      inverse: true,
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: INK, fontSize: 12, width: 132, overflow: 'truncate', formatter: nameOf },
      splitLine: { show: true, lineStyle: { color: '#f1f2ee' } },
    },
    dataZoom: [
      { type: 'inside', filterMode: 'none' },
      {
        type: 'slider',
        height: 18,
        bottom: 8,
        filterMode: 'none',
        startValue: begin,
        endValue: end,
        labelFormatter: '',
        fillerColor: 'rgba(31, 95, 91, 0.12)',
        borderColor: '#e0e3dc',
        handleStyle: { borderColor: '#1f5f5b' },
        moveHandleStyle: { color: '#c9d9d5' },
        brushSelect: false,
      },
    ],
    series: groups.map(({ standing, heaps: own }, at) => ({
      id: standing,
      type: 'scatter',
      symbolSize: (value: readonly [number, string, number]) => 7 + 21 * Math.sqrt(value[2] / largest),
      itemStyle: {
        color: STANDING_COLOURS[standing],
        opacity: standing === 'done' ? 0.5 : 0.9,
        borderColor: '#fff',
        borderWidth: 0.7,
      },
      label: {
        show: true,
        formatter: ({ value }: { value: readonly [number, string, number] }) => (value[2] > 1 ? String(value[2]) : ''),
        color: '#fff',
        fontSize: 10,
      },
      data: own.map((heap) => [Date.parse(heap.from) + MIDDLE[words.span], heap.unitId, heap.items.length]),
      ...(at === 0
        ? {
            markLine: {
              silent: true,
              symbol: 'none',
              lineStyle: { color: INK, width: 1, type: 'solid' },
              label: { formatter: words.todayWord, color: INK, position: 'start', distance: 4 },
              data: [{ xAxis: todayMs + DAY_MS / 2 }],
            },
          }
        : {}),
    })),
  };
};

/** When things fall due, unit by unit; a heap opens what lies in it. */
export const WallTimeline = ({
  items,
  today,
  onOpen,
}: {
  readonly items: readonly WallItem[];
  readonly today: string;
  readonly onOpen: (title: string, items: readonly WallItem[]) => void;
}) => {
  const { t } = useTranslation();
  const [span, setSpan] = useState<Span>('week');
  const unitName = useUnitName();
  const nameOf = (id: string): string => (id === OTHERS ? t('wall.otherUnits') : unitName(id));
  const { heaps, units } = useMemo(() => heapsOf(items, span), [items, span]);
  if (heaps.length === 0) return <Nothing text={t('wall.noDates')} />;
  const option = optionOf(heaps, units, nameOf, { span, today, todayWord: t('wall.today') });
  const titleOf = (heap: Heap): string => {
    const words = { unit: nameOf(heap.unitId), from: heap.from, n: heap.items.length };
    return span === 'week' ? t('wall.dueIn', { ...words, to: daysLater(heap.from, 6) }) : t('wall.dueOn', words);
  };
  return (
    <figure className="wall-timeline">
      <div className="wall-timeline-head">
        <span className="aside">{t('wall.timelineAside')}</span>
        <Segmented
          size="small"
          value={span}
          onChange={setSpan}
          options={[
            { value: 'week', label: t('wall.week') },
            { value: 'day', label: t('wall.day') },
          ]}
        />
      </div>
      <Chart
        option={option}
        label={t('wall.timelineLabel')}
        style={{ height: 110 + units.length * 34 }}
        onHit={({ seriesId, dataIndex }) => {
          const heap = heaps.filter((one) => gravest(one.items) === seriesId)[dataIndex];
          if (heap) onOpen(titleOf(heap), heap.items);
        }}
      />
    </figure>
  );
};
