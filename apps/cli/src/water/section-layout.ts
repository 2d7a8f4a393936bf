import { FILE_LAYOUTS, type FileLayout, type Headings } from '#libs/domain/telemetry/file-layout.js';
import { AUTOMATIC_STATION_ITEMS, EVALUATED_ITEMS, type BasicItem } from '#libs/domain/water/edition.js';

/** Where a file has what the evaluation reads. The first heading of a list is the one told when the column is missing. */
export interface SectionLayout {
  readonly id: string;
  readonly form: 'csv' | 'workbook';
  /** Null where the layout names no province. */
  readonly province: Headings | null;
  /** Columns whose texts, joined by a space, name the section. */
  readonly section: readonly Headings[];
  readonly time: Headings;
  readonly items: Readonly<Partial<Record<BasicItem, Headings>>>;
  /** Columns of items may be absent. */
  readonly isPartial: boolean;
  /** Items that may decide the class. */
  readonly decidingItems: readonly BasicItem[];
}

const sectionLayout = ({ id, form, columns, isManual = false }: FileLayout): SectionLayout => {
  const { code, time, marks, items = {}, isPartial = false } = columns;
  const [province, named] = code.length > 1 ? [code[0]!, code.slice(1)] : [null, code];
  const decidingItems = isManual ? EVALUATED_ITEMS : AUTOMATIC_STATION_ITEMS;
  return {
    id,
    form,
    province,
    section: marks ? [...named, marks] : named,
    time,
    items: Object.fromEntries(decidingItems.flatMap((item) => (items[item] ? [[item, items[item]]] : []))),
    isPartial,
    decidingItems,
  };
};

export const SECTION_LAYOUTS: readonly SectionLayout[] = FILE_LAYOUTS.filter(
  ({ subject }) => subject === 'section',
).map(sectionLayout);
