import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Glyph, StandingMark } from '../marks/glyph.js';
import { linkTo, linkToSubject } from '../reference/links.js';
import { useAreaName, useUnitName } from '../reference/names.js';
import { Facts } from '../shell/parts.js';
import { minuteText } from '../shell/time.js';
import type { WallItem } from './items.js';
import { FirstOnes } from './list.js';
import { useItemTitle } from './item-title.js';
import { useListNames } from './use-list-names.js';

const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

const MOST_ABOUT = 40;

/** One item with what it is about, and the way to its record. */
export const ItemDrawer = ({
  one,
  all,
  isExact,
  onOpen,
  onClose,
}: {
  readonly one: WallItem;
  readonly all: readonly WallItem[];
  readonly isExact: boolean;
  readonly onOpen: (item: WallItem) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const unitName = useUnitName();
  const itemTitle = useItemTitle();
  const areaName = useAreaName();
  const lists = useListNames();
  const { item, shape, standing, overdueDays } = one;
  const subjectPath = item.subjectKind && item.subjectId ? linkToSubject(item.subjectKind, item.subjectId) : null;
  const path = item.kind === 'subject' ? subjectPath : linkTo(item.kind, item.id);
  const subject = item.subjectId
    ? all.find((other) => other.item.kind === 'subject' && other.item.subjectId === item.subjectId)
    : undefined;
  const about = item.subjectId
    ? all.filter(
        (other) =>
          other.key !== one.key &&
          other.item.isOpen &&
          other.item.subjectId === item.subjectId &&
          other.item.subjectKind === item.subjectKind,
      )
    : [];
  const confirmed = textOf(item.details['confirmedPct']);
  const allocated = textOf(item.details['allocated']);
  const paid = textOf(item.details['paid']);
  const count = textOf(item.details['count']);
  const started = textOf(item.details['startedAt']);
  return (
    <Drawer
      open
      size={420}
      onClose={onClose}
      title={
        <span className="level">
          <Glyph shape={shape} standing={standing} /> {t(`wall.shapes.${shape}`)}
          {item.kind === 'warning' ? null : ` ${item.code}`}
        </span>
      }
    >
      <h3 className="drawer-title">{itemTitle(item)}</h3>
      <p>
        <StandingMark standing={standing} shape={shape} overdueDays={overdueDays} />
      </p>
      <Facts
        items={[
          [t('wall.unit'), unitName(item.leadUnitId)],
          [t('wall.area'), areaName(item.areaId)],
          item.dueAt ? [t('wall.columns.due'), item.dueAt] : null,
          item.listIds.length > 0 ? [t('wall.list'), item.listIds.map((id) => lists.get(id) ?? id).join('、')] : null,
          confirmed ? [t('wall.columns.progress'), `${confirmed}%`] : null,
          allocated ? [t('wall.allocated'), allocated] : null,
          paid ? [t('wall.paid'), paid] : null,
          count ? [t('wall.count'), count] : null,
          started ? [t('wall.since'), minuteText(started)] : null,
          subject && item.kind !== 'subject'
            ? [
                t('wall.subject'),
                subjectPath ? (
                  <Link key="subject" to={subjectPath}>
                    {itemTitle(subject.item)}
                  </Link>
                ) : (
                  itemTitle(subject.item)
                ),
              ]
            : null,
          isExact || item.kind === 'act' ? null : [t('wall.place'), t('wall.placeInexact')],
          [t('wall.changed'), minuteText(item.changedAt)],
        ]}
      />
      {path ? (
        <p className="drawer-link">
          <Link to={path}>{t('wall.openRecord')}</Link>
        </p>
      ) : null}
      {about.length > 0 ? (
        <>
          <h4 className="drawer-subtitle">{t('wall.about')}</h4>
          <FirstOnes items={about} limit={MOST_ABOUT} onOpen={onOpen} />
        </>
      ) : null}
    </Drawer>
  );
};
