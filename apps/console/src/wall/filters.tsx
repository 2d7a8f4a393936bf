import { Button, Input, Segmented, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Glyph, STANDING_COLOURS, STANDING_SIGNS } from '../marks/glyph.js';
import { useAreas, useUnits } from '../reference/names.js';
import { SHAPES, STANDINGS, type Shape, type Standing, type WallFilter, type WallItem } from './items.js';
import { useListNames } from './use-list-names.js';

/** The filter as the address keeps it. */
export interface FilterWords {
  readonly shapes: readonly Shape[];
  readonly standings: readonly Standing[];
  readonly unit: string | null;
  readonly area: string | null;
  readonly list: string | null;
  readonly open: WallFilter['open'];
  readonly words: string;
}

const countBy = <K extends string>(
  items: readonly WallItem[],
  keyOf: (item: WallItem) => K,
): ReadonlyMap<K, number> => {
  const counts = new Map<K, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
};
const toggled = <T,>(chosen: readonly T[], one: T): T[] =>
  chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one];

/** What the chart shows: kinds and states with their counts, a unit, an area, a list, words. */
export const WallFilters = ({
  items,
  filter,
  onChange,
}: {
  /** Everything that passes the filter but for kinds and states, so that their counts say what a click would show. */
  readonly items: readonly WallItem[];
  readonly filter: FilterWords;
  readonly onChange: (change: Partial<FilterWords>) => void;
}) => {
  const { t } = useTranslation();
  const units = useUnits();
  const areas = useAreas();
  const lists = useListNames();
  const byShape = useMemo(() => countBy(items, ({ shape }) => shape), [items]);
  const byStanding = useMemo(() => countBy(items, ({ standing }) => standing), [items]);
  const isFiltered =
    filter.shapes.length > 0 ||
    filter.standings.length > 0 ||
    filter.words !== '' ||
    filter.open !== 'open' ||
    [filter.unit, filter.area, filter.list].some((one) => one !== null);
  return (
    <div className="wall-filters">
      <div className="wall-chips">
        <div className="chips" role="group" aria-label={t('wall.shapesTitle')}>
          {SHAPES.map((shape) => (
            <button
              key={shape}
              type="button"
              className="chip"
              aria-pressed={filter.shapes.includes(shape)}
              onClick={() => onChange({ shapes: toggled(filter.shapes, shape) })}
            >
              <Glyph shape={shape} /> {t(`wall.shapes.${shape}`)} <b>{byShape.get(shape) ?? 0}</b>
            </button>
          ))}
        </div>
        <div className="chips" role="group" aria-label={t('wall.standingsTitle')}>
          {STANDINGS.map((standing) => (
            <button
              key={standing}
              type="button"
              className="chip"
              aria-pressed={filter.standings.includes(standing)}
              onClick={() => onChange({ standings: toggled(filter.standings, standing) })}
            >
              <span aria-hidden style={{ color: STANDING_COLOURS[standing] }}>
                {STANDING_SIGNS[standing]}
              </span>{' '}
              {t(`wall.standings.${standing}`)} <b>{byStanding.get(standing) ?? 0}</b>
            </button>
          ))}
        </div>
      </div>
      <div className="wall-selects">
        <Segmented
          value={filter.open}
          onChange={(open) => onChange({ open })}
          options={(['open', 'closed', 'all'] as const).map((value) => ({ value, label: t(`wall.open.${value}`) }))}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('wall.allUnits')}
          aria-label={t('wall.unit')}
          value={filter.unit}
          popupMatchSelectWidth={240}
          onChange={(unit: string | undefined) => onChange({ unit: unit ?? null })}
          options={[...(units?.values() ?? [])].map(({ id, shortName }) => ({ value: id, label: shortName }))}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('wall.allAreas')}
          aria-label={t('wall.area')}
          value={filter.area}
          popupMatchSelectWidth={220}
          onChange={(area: string | undefined) => onChange({ area: area ?? null })}
          options={[...(areas?.values() ?? [])].map(({ id, name, level }) => ({
            value: id,
            label: level === 'town' || level === 'village' ? `　${name}` : name,
          }))}
        />
        <Select
          allowClear
          placeholder={t('wall.allLists')}
          aria-label={t('wall.list')}
          value={filter.list}
          popupMatchSelectWidth={300}
          onChange={(list: string | undefined) => onChange({ list: list ?? null })}
          options={[...lists].map(([value, label]) => ({ value, label }))}
        />
        <Input.Search
          allowClear
          placeholder={t('wall.search')}
          aria-label={t('wall.search')}
          defaultValue={filter.words}
          key={filter.words === '' ? 'empty' : 'words'}
          onSearch={(words) => onChange({ words: words.trim() })}
        />
        {isFiltered ? (
          <Button
            type="link"
            onClick={() =>
              onChange({ shapes: [], standings: [], unit: null, area: null, list: null, open: 'open', words: '' })
            }
          >
            {t('wall.clear')}
          </Button>
        ) : null}
      </div>
    </div>
  );
};
