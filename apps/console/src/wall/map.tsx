import { Alert } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { Chart, type ChartOption, echarts } from '../charts/chart.js';
import { STANDING_COLOURS } from '../marks/glyph.js';
import { STANDINGS, type Shape, type Standing, type WallItem } from './items.js';
import { type Placed, placesOf } from './places.js';

type Areas = ReadonlyMap<string, Schemas['Area']>;
type Words = (item: WallItem) => string;

/** Shapes the drawing library has by itself: only those can be drawn by the thousand. */
const SYMBOLS: Readonly<Record<Shape, string>> = {
  station: 'circle',
  section: 'triangle',
  outlet: 'arrow',
  problem: 'diamond',
  task: 'pin',
  project: 'rect',
  warning: 'emptyCircle',
  act: 'rect',
};
const SIZES: Readonly<Record<Shape, number>> = {
  station: 11,
  section: 12,
  outlet: 12,
  problem: 11,
  task: 13,
  project: 9,
  warning: 19,
  act: 8,
};
/** Above this many marks of one look they are drawn as one body. */
const LARGE_FROM = 400;
const MAP = 'district';

/** Areas of one level with an outline: counties where there are some, whatever there is otherwise. */
const drawnAreas = (areas: Areas): Schemas['Area'][] => {
  const outlined = [...areas.values()].filter(({ outline }) => (outline[0]?.length ?? 0) > 2);
  for (const level of ['county', 'city', 'town'] as const) {
    const found = outlined.filter((area) => area.level === level);
    if (found.length > 0) return found;
  }
  return outlined;
};

const geoJsonOf = (areas: readonly Schemas['Area'][]) => ({
  type: 'FeatureCollection' as const,
  features: areas.map((area) => ({
    type: 'Feature' as const,
    properties: { id: area.id, name: area.name },
    geometry: { type: 'Polygon' as const, coordinates: area.outline },
  })),
});

/** A degree of longitude is shorter than one of latitude by the cosine of the latitude. */
const aspectOf = (areas: readonly Schemas['Area'][]): number => {
  const latitudes = areas.flatMap((area) => (area.outline[0] ?? []).map((position) => position[1]!));
  return Math.cos(((Math.min(...latitudes) + Math.max(...latitudes)) / 2) * (Math.PI / 180));
};

interface Group {
  readonly id: string;
  readonly shape: Shape;
  readonly standing: Standing;
  readonly items: WallItem[];
}

/** Items of one look together; warnings lie under the rest and what is urgent lies on top. */
const groupsOf = (items: readonly WallItem[], places: ReadonlyMap<string, Placed>): Group[] => {
  const groups = new Map<string, Group>();
  for (const one of items) {
    if (!places.has(one.key)) continue;
    const id = `${one.shape} ${one.standing}`;
    const group = groups.get(id);
    if (group) group.items.push(one);
    else groups.set(id, { id, shape: one.shape, standing: one.standing, items: [one] });
  }
  return [...groups.values()];
};
const depthOf = ({ shape, standing }: Group): number =>
  (shape === 'warning' ? 0 : 10) + (STANDINGS.length - STANDINGS.indexOf(standing));

const optionOf = (
  areas: readonly Schemas['Area'][],
  groups: readonly Group[],
  places: ReadonlyMap<string, Placed>,
  chosen: string | null,
  wordsOf: Words,
): ChartOption => ({
  animation: false,
  tooltip: {
    confine: true,
    transitionDuration: 0,
    formatter: (at: { seriesId?: string; dataIndex: number }) => {
      const item = groups.find(({ id }) => id === at.seriesId)?.items[at.dataIndex];
      return item ? wordsOf(item) : '';
    },
  },
  geo: {
    map: MAP,
    nameProperty: 'id',
    roam: true,
    scaleLimit: { min: 0.8, max: 24 },
    aspectScale: aspectOf(areas),
    top: 16,
    bottom: 16,
    left: 16,
    right: 16,
    selectedMode: false,
    tooltip: { show: false },
    label: {
      show: true,
      color: '#6b7573',
      fontSize: 13,
      formatter: ({ name }: { name: string }) => areas.find(({ id }) => id === name)?.name ?? '',
    },
    itemStyle: { areaColor: '#eef1ea', borderColor: '#b3bcb4', borderWidth: 1 },
    emphasis: { label: { color: '#1d2424' }, itemStyle: { areaColor: '#e6ebe2' } },
    regions: chosen
      ? [{ name: chosen, itemStyle: { areaColor: '#dfeae6', borderColor: '#1f5f5b', borderWidth: 1.6 } }]
      : [],
  },
  series: groups.map((group) => ({
    id: group.id,
    type: 'scatter',
    coordinateSystem: 'geo',
    symbol: SYMBOLS[group.shape],
    symbolSize: SIZES[group.shape],
    large: true,
    largeThreshold: LARGE_FROM,
    z: depthOf(group),
    itemStyle: {
      color: STANDING_COLOURS[group.standing],
      opacity: group.standing === 'done' ? 0.55 : 0.92,
      ...(group.shape === 'warning' ? {} : { borderColor: '#fff', borderWidth: 0.7 }),
    },
    data: group.items.map(({ key }) => places.get(key)!.at),
  })),
});

export const WallMap = ({
  items,
  all,
  areas,
  chosenAreaId,
  wordsOf,
  onOpen,
}: {
  /** What is shown. */
  readonly items: readonly WallItem[];
  /** Everything there is: a hidden subject still lends its place to what concerns it. */
  readonly all: readonly WallItem[];
  readonly areas: Areas;
  readonly chosenAreaId: string | null;
  readonly wordsOf: Words;
  readonly onOpen: (item: WallItem) => void;
}) => {
  const { t } = useTranslation();
  const drawn = useMemo(() => drawnAreas(areas), [areas]);
  const registered = useMemo(() => {
    if (drawn.length > 0) echarts.registerMap(MAP, geoJsonOf(drawn) as never);
    return drawn;
  }, [drawn]);
  const places = useMemo(() => placesOf(all, areas), [all, areas]);
  const groups = useMemo(() => groupsOf(items, places), [items, places]);
  const option = useMemo(
    () => optionOf(registered, groups, places, chosenAreaId, wordsOf),
    [registered, groups, places, chosenAreaId, wordsOf],
  );
  if (registered.length === 0) return <Alert type="info" showIcon title={t('wall.noOutline')} />;
  const onMap = groups.reduce((sum, group) => sum + group.items.length, 0);
  const inexact = groups.reduce(
    (sum, group) => sum + group.items.filter(({ key }) => !places.get(key)!.isExact).length,
    0,
  );
  const off = items.length - onMap;
  return (
    <figure className="wall-map">
      <Chart
        option={option}
        label={t('wall.mapLabel', { n: onMap })}
        style={{ height: '100%' }}
        onHit={({ seriesId, dataIndex }) => {
          const item = groups.find(({ id }) => id === seriesId)?.items[dataIndex];
          if (item) onOpen(item);
        }}
      />
      <figcaption className="aside">
        {t('wall.mapHelp')} {inexact > 0 ? t('wall.inexact', { n: inexact }) : null}{' '}
        {off > 0 ? t('wall.offMap', { n: off }) : null}
      </figcaption>
    </figure>
  );
};
