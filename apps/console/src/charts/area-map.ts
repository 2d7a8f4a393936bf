import type { Schemas } from '../api/client.js';
import { echarts } from './chart.js';

type Area = Schemas['Area'];
export type Areas = ReadonlyMap<string, Area>;

/** Name under which the outlines are registered with the drawing library. */
const MAP = 'district';

/** Areas of one level with an outline: counties where there are some, whatever there is otherwise. */
const drawnAreas = (areas: Areas): Area[] => {
  const outlined = [...areas.values()].filter(({ outline }) => (outline[0]?.length ?? 0) > 2);
  for (const level of ['county', 'city', 'town'] as const) {
    const found = outlined.filter((area) => area.level === level);
    if (found.length > 0) return found;
  }
  return outlined;
};

const geoJsonOf = (areas: readonly Area[]) => ({
  type: 'FeatureCollection' as const,
  features: areas.map((area) => ({
    type: 'Feature' as const,
    properties: { id: area.id, name: area.name },
    geometry: { type: 'Polygon' as const, coordinates: area.outline },
  })),
});

/** A degree of longitude is shorter than one of latitude by the cosine of the latitude. */
const aspectOf = (areas: readonly Area[]): number => {
  const latitudes = areas.flatMap((area) => (area.outline[0] ?? []).map((position) => position[1]!));
  return Math.cos(((Math.min(...latitudes) + Math.max(...latitudes)) / 2) * (Math.PI / 180));
};

/** Hands the outlines to the drawing library; the areas that are drawn, none where nobody has recorded outlines. */
export const registerAreas = (areas: Areas): readonly Area[] => {
  const drawn = drawnAreas(areas);
  if (drawn.length > 0) echarts.registerMap(MAP, geoJsonOf(drawn) as never);
  return drawn;
};

/** The ground every map is drawn on: outlines with their names, one of them chosen. */
export const geoOf = (areas: readonly Area[], chosenAreaId: string | null) => ({
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
  regions: chosenAreaId
    ? [{ name: chosenAreaId, itemStyle: { areaColor: '#dfeae6', borderColor: '#1f5f5b', borderWidth: 1.6 } }]
    : [],
});
