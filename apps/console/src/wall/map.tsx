import { Alert } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { type Areas, geoOf, registerAreas } from '../charts/area-map.js';
import { Chart, type ChartOption } from '../charts/chart.js';
import { STANDING_COLOURS } from '../marks/glyph.js';
import { STANDINGS, type Shape, type Standing, type WallItem } from './items.js';
import { type Placed, placesOf } from './places.js';

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
  geo: geoOf(areas, chosen),
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
  const registered = useMemo(() => registerAreas(areas), [areas]);
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
