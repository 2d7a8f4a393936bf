import { Grid, Table, type TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Glyph, StandingMark } from '../marks/glyph.js';
import { useAreaName, useUnitName } from '../reference/names.js';
import { Nothing } from '../shell/parts.js';
import { useItemTitle } from './item-title.js';
import { STANDINGS, type WallItem } from './items.js';

/** The most urgent first: what is latest, then what falls due next. */
export const byUrgency = (a: WallItem, b: WallItem): number =>
  STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) ||
  (a.item.dueAt ?? '9999').localeCompare(b.item.dueAt ?? '9999') ||
  (a.key < b.key ? -1 : 1);

const progressOf = ({ item }: WallItem): string => {
  const confirmed = item.details['confirmedPct'];
  return typeof confirmed === 'number' || typeof confirmed === 'string' ? `${confirmed}%` : '';
};

/** Everything that passes, as a table of any length. */
export const WallList = ({
  items,
  onOpen,
}: {
  readonly items: readonly WallItem[];
  readonly onOpen: (item: WallItem) => void;
}) => {
  const { t } = useTranslation();
  const unitName = useUnitName();
  const itemTitle = useItemTitle();
  const areaName = useAreaName();
  const isWide = Grid.useBreakpoint().lg ?? true;
  const sorted = useMemo(() => [...items].sort(byUrgency), [items]);
  if (items.length === 0) return <Nothing text={t('wall.empty')} />;
  const title: TableColumnsType<WallItem>[number] = {
    key: 'title',
    title: t('wall.columns.title'),
    ellipsis: true,
    render: (_, one) => (
      <button type="button" className="row-open" onClick={() => onOpen(one)}>
        {itemTitle(one.item)}
      </button>
    ),
  };
  const standing: TableColumnsType<WallItem>[number] = {
    key: 'standing',
    title: t('wall.columns.standing'),
    width: isWide ? 120 : 104,
    sorter: (a, b) => STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing),
    render: (_, { standing: how, shape, overdueDays }) => (
      <StandingMark standing={how} shape={shape} overdueDays={overdueDays} />
    ),
  };
  const narrow: TableColumnsType<WallItem> = [
    { key: 'shape', width: 30, render: (_, { shape, standing: how }) => <Glyph shape={shape} standing={how} /> },
    title,
    standing,
  ];
  const wide: TableColumnsType<WallItem> = [
    {
      key: 'shape',
      title: t('wall.shapesTitle'),
      width: 124,
      render: (_, { shape, standing: how }) => (
        <span className="level">
          <Glyph shape={shape} standing={how} /> {t(`wall.shapes.${shape}`)}
        </span>
      ),
    },
    {
      key: 'code',
      title: t('wall.columns.code'),
      width: 148,
      ellipsis: true,
      sorter: (a, b) => a.item.code.localeCompare(b.item.code, 'zh', { numeric: true }),
      render: (_, { item }) => (item.kind === 'warning' ? '' : item.code),
    },
    title,
    {
      key: 'unit',
      title: t('wall.columns.unit'),
      width: 132,
      ellipsis: true,
      sorter: (a, b) => unitName(a.item.leadUnitId).localeCompare(unitName(b.item.leadUnitId), 'zh'),
      render: (_, { item }) => unitName(item.leadUnitId),
    },
    {
      key: 'area',
      title: t('wall.columns.area'),
      width: 110,
      ellipsis: true,
      render: (_, { item }) => areaName(item.areaId),
    },
    {
      key: 'due',
      title: t('wall.columns.due'),
      width: 108,
      sorter: (a, b) => (a.item.dueAt ?? '9999').localeCompare(b.item.dueAt ?? '9999'),
      render: (_, { item }) => item.dueAt ?? '–',
    },
    standing,
    {
      key: 'progress',
      title: t('wall.columns.progress'),
      width: 92,
      align: 'right',
      render: (_, one) => progressOf(one),
    },
  ];
  return (
    <Table<WallItem>
      virtual
      size="small"
      rowKey="key"
      dataSource={sorted}
      columns={isWide ? wide : narrow}
      pagination={false}
      scroll={{ y: Math.max(360, Math.round(window.innerHeight * 0.62)), x: isWide ? 1080 : 340 }}
      onRow={(one) => ({ onClick: () => onOpen(one) })}
      rowClassName="openable"
    />
  );
};

/** The few that want looking at first, beside the map. */
export const FirstOnes = ({
  items,
  limit,
  onOpen,
}: {
  readonly items: readonly WallItem[];
  readonly limit: number;
  readonly onOpen: (item: WallItem) => void;
}) => {
  const { t } = useTranslation();
  const unitName = useUnitName();
  const itemTitle = useItemTitle();
  const first = useMemo(
    () =>
      items
        .filter(({ shape }) => shape !== 'act')
        .sort(byUrgency)
        .slice(0, limit),
    [items, limit],
  );
  if (first.length === 0) return <Nothing text={t('wall.empty')} />;
  return (
    <ol className="first-ones">
      {first.map((one) => (
        <li key={one.key}>
          <button type="button" onClick={() => onOpen(one)}>
            <Glyph shape={one.shape} standing={one.standing} />
            <span className="first-title">{itemTitle(one.item)}</span>
            <span className="first-facts">
              <StandingMark standing={one.standing} shape={one.shape} overdueDays={one.overdueDays} />
              <span className="aside">{unitName(one.item.leadUnitId)}</span>
              {one.item.dueAt ? <span className="aside">{one.item.dueAt}</span> : null}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
};
