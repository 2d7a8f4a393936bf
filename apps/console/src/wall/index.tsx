import '../marks/marks.css';
import './wall.css';
import { Drawer, Segmented, Skeleton } from 'antd';
import { lazy, Suspense, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { useAreas, useUnitName } from '../reference/names.js';
import { Answer, Page, Section } from '../shell/parts.js';
import { usePlatformToday } from '../shell/session.js';
import { type FilterWords, WallFilters } from './filters.js';
import { ItemDrawer } from './item-drawer.js';
import { passes, SHAPES, type Shape, SOON_DAYS, STANDINGS, type Standing, type WallItem, wallItems } from './items.js';
import { FirstOnes, WallList } from './list.js';
import { areaAndBelow, placesOf } from './places.js';
import { useItemTitle } from './item-title.js';
import { useBoard } from './use-board.js';

// The library that draws comes beside the items, not after them.
const drawing = import('./map.js');
const WallMap = lazy(() => drawing.then(({ WallMap: map }) => ({ default: map })));
const WallTimeline = lazy(() => import('./timeline.js').then(({ WallTimeline: timeline }) => ({ default: timeline })));

const VIEWS = ['map', 'list', 'timeline'] as const;
type View = (typeof VIEWS)[number];
/** Items beside the map. */
const FIRST = 30;

const oneOf = <T extends string>(known: readonly T[], text: string | null, otherwise: T): T =>
  known.includes(text as T) ? (text as T) : otherwise;
const someOf = <T extends string>(known: readonly T[], text: string | null): T[] =>
  (text ?? '').split(',').filter((word): word is T => known.includes(word as T));

const readAddress = (address: URLSearchParams): FilterWords & { view: View; chosen: string | null } => ({
  view: oneOf(VIEWS, address.get('view'), 'map'),
  shapes: someOf<Shape>(SHAPES, address.get('shapes')),
  standings: someOf<Standing>(STANDINGS, address.get('standings')),
  unit: address.get('unit'),
  area: address.get('area'),
  list: address.get('list'),
  open: oneOf(['open', 'closed', 'all'] as const, address.get('open'), 'open'),
  words: address.get('q') ?? '',
  chosen: address.get('item'),
});
const NAMES: Readonly<Record<string, string>> = { words: 'q', chosen: 'item' };
const USUAL: Readonly<Record<string, string>> = { view: 'map', open: 'open' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** All problems, subjects and projects on one wall: as a map, as a list, over time. */
export default function WallPage() {
  const { t } = useTranslation();
  const board = useBoard();
  const today = usePlatformToday();
  const areas = useAreas();
  const unitName = useUnitName();
  const itemTitle = useItemTitle();
  const [address, setAddress] = useSearchParams();
  const [heap, setHeap] = useState<{ title: string; items: readonly WallItem[] } | null>(null);
  const asked = readAddress(address);
  const change = (words: Record<string, unknown>): void =>
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(words)) {
          const text = Array.isArray(value) ? value.join(',') : (value as string | null);
          if (!text || USUAL[key] === text) next.delete(NAMES[key] ?? key);
          else next.set(NAMES[key] ?? key, text);
        }
        return next;
      },
      { replace: true },
    );

  const all = useMemo(() => (board.items ? wallItems(board.items, today) : undefined), [board.items, today]);
  const query = useDeferredValue(address.toString());
  const filtered = useMemo(() => {
    const words = readAddress(new URLSearchParams(query));
    const base = {
      unitId: words.unit,
      areaIds: areaAndBelow(words.area, areas),
      listId: words.list,
      open: words.open,
      words: words.words,
    };
    const everywhere = { ...base, shapes: new Set<Shape>(), standings: new Set<Standing>() };
    const within = (all ?? []).filter((item) => passes(item, everywhere));
    const chosen = { ...base, shapes: new Set(words.shapes), standings: new Set(words.standings) };
    return { within, shown: within.filter((item) => passes(item, chosen)) };
  }, [all, areas, query]);

  const counts = useMemo(() => {
    const matters = (all ?? []).filter(
      ({ item, shape }) => item.isOpen && (shape === 'problem' || shape === 'task' || shape === 'project'),
    );
    return {
      open: matters.length,
      overdue: matters.filter(({ standing }) => standing === 'red').length,
      soon: matters.filter(({ standing }) => standing === 'yellow').length,
      warnings: (all ?? []).filter(({ item }) => item.kind === 'warning' && item.isOpen).length,
      days: SOON_DAYS,
    };
  }, [all]);

  const open = (item: WallItem): void => change({ chosen: item.key });
  const chosen = asked.chosen ? all?.find(({ key }) => key === asked.chosen) : undefined;
  const wordsOf = useMemo(
    () => (one: WallItem) =>
      `<b>${escaped(itemTitle(one.item))}</b><br>${escaped(t(`wall.shapes.${one.shape}`))} · ${escaped(unitName(one.item.leadUnitId))}${one.item.dueAt ? ` · ${one.item.dueAt}` : ''}`,
    [t, unitName, itemTitle],
  );

  return (
    <Page
      title={t('wall.title')}
      lead={all ? t(counts.overdue > 0 ? 'wall.lead' : 'wall.leadClear', counts) : undefined}
      extra={
        <Segmented
          aria-label={t('wall.view')}
          value={asked.view}
          onChange={(view) => change({ view })}
          options={VIEWS.map((value) => ({ value, label: t(`wall.views.${value}`) }))}
        />
      }
    >
      <Section>
        <WallFilters items={filtered.within} filter={asked} onChange={change} />
      </Section>
      <Answer
        query={{ data: all, error: board.error, isPending: !all && !board.error, refetch: board.refetch }}
        rows={12}
      >
        {() => (
          <Suspense fallback={<Skeleton active paragraph={{ rows: 12 }} title={false} />}>
            {asked.view === 'map' ? (
              <div className="wall-panes">
                <Section>
                  {areas ? (
                    <WallMap
                      items={filtered.shown}
                      all={all ?? []}
                      areas={areas}
                      chosenAreaId={asked.area}
                      wordsOf={wordsOf}
                      onOpen={open}
                    />
                  ) : (
                    <Skeleton active paragraph={{ rows: 12 }} title={false} />
                  )}
                </Section>
                <Section title={t('wall.first')} aside={t('wall.firstAside', { n: FIRST })} flush>
                  <FirstOnes items={filtered.shown} limit={FIRST} onOpen={open} />
                </Section>
              </div>
            ) : null}
            {asked.view === 'list' ? (
              <Section
                flush
                title={t('wall.shown', { n: filtered.shown.length })}
                aside={board.isComplete ? null : t('wall.loading', { n: all?.length ?? 0 })}
              >
                <WallList items={filtered.shown} onOpen={open} />
              </Section>
            ) : null}
            {asked.view === 'timeline' ? (
              <Section>
                <WallTimeline
                  items={filtered.shown}
                  today={today}
                  onOpen={(title, items) => setHeap({ title, items })}
                />
              </Section>
            ) : null}
          </Suspense>
        )}
      </Answer>
      {heap ? (
        <Drawer open size={420} title={heap.title} onClose={() => setHeap(null)}>
          <FirstOnes items={heap.items} limit={heap.items.length} onOpen={open} />
        </Drawer>
      ) : null}
      {chosen && areas ? (
        <ItemDrawer
          one={chosen}
          all={all ?? []}
          isExact={
            placesOf([chosen, ...(all ?? []).filter(({ item }) => item.kind === 'subject')], areas).get(chosen.key)
              ?.isExact ?? false
          }
          onOpen={open}
          onClose={() => change({ chosen: null })}
        />
      ) : null}
    </Page>
  );
}
