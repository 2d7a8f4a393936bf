/** What is watched by machines, kind by kind: a new kind begins here, and the compiler leads on to what it measures. */
import { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import type { Pollutant } from '#libs/domain/air/pollutant.js';
import type { CountyOf } from '../area/area-tree.js';
import { HAS_SOME_VALUE, POLLUTANT_COLUMNS } from './station-value.js';

export const SUBJECT_KINDS = MonitoredSubjectState.data.shape.kind.options;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/**
 * What is worked out one at a time: an area with its stations, an outlet or all of them, a network of sections, an import;
 * and, among those who share an area, the hours of some days.
 */
export type LockKey =
  `import ${string}` | `area ${string}` | `outlet ${string}` | 'outlets' | `network ${string}` | `hours ${number}`;

/** Where and when a subject is, as far as others are worked out together with it. */
export interface Placed {
  readonly id: string;
  readonly kind: SubjectKind;
  readonly areaId: string;
  readonly network: string;
}

interface KindOfSubject {
  /** What nobody else may work on while the data of one of these change. */
  readonly lockKey: (subject: Placed, counties: CountyOf) => LockKey;
  /**
   * The lock whoever works on all of the kind holds, and whoever works on one has a share of: to lock each of thousands
   * would ask too much of the server. Null where subjects share their places already.
   */
  readonly lockOfAll: { readonly key: LockKey; readonly isPartOf: (key: LockKey) => boolean } | null;
  /** Files of different days that bring its data come in side by side: they share its place, and each has its days for itself. */
  readonly isFiledByDay: boolean;
  /** Whether the time of its data is the end of an hour, which belongs to the day it ends in, or an instant. */
  readonly time: 'hour-end' | 'instant';
  /** The rows `h` that say when something came. */
  readonly data: {
    readonly table: string;
    readonly id: string;
    readonly at: string;
    /** In SQL's words: the row stands for what came, whatever it says. */
    readonly isThere: string;
    /** In SQL's words: it holds a value that can be used. */
    readonly isUsable: string;
    /** Several rows are about one time: one each factor. */
    readonly isByFactor: boolean;
    /** The column of each pollutant a row may hold or lack for itself; none where rows are not of pollutants. */
    readonly pollutants: readonly (readonly [column: string, pollutant: Pollutant])[];
  };
}

export const KINDS_OF_SUBJECT: Readonly<Record<SubjectKind, KindOfSubject>> = {
  station: {
    lockKey: ({ areaId }, counties) => `area ${counties.get(areaId) ?? ''}`,
    lockOfAll: null,
    isFiledByDay: true,
    time: 'hour-end',
    data: {
      table: 'station_hour',
      id: 'station_id',
      at: 'label',
      isThere: 'h.is_current',
      isUsable: `h.is_current and ${HAS_SOME_VALUE}`,
      isByFactor: false,
      pollutants: POLLUTANT_COLUMNS,
    },
  },
  section: {
    lockKey: ({ network }) => `network ${network}`,
    lockOfAll: null,
    isFiledByDay: false,
    time: 'instant',
    data: {
      table: 'section_row',
      id: 'section_id',
      at: 'at',
      isThere: 'true',
      isUsable: `h.item_values <> '{}'`,
      isByFactor: false,
      pollutants: [],
    },
  },
  outlet: {
    lockKey: ({ id }) => `outlet ${id}`,
    lockOfAll: { key: 'outlets', isPartOf: (key) => key.startsWith('outlet ') },
    isFiledByDay: false,
    time: 'hour-end',
    data: {
      table: 'outlet_hour',
      id: 'outlet_id',
      at: 'label',
      isThere: 'true',
      isUsable: 'h.is_usable',
      isByFactor: true,
      pollutants: [],
    },
  },
};

/** What has to be locked while the data of a subject change. */
export const lockKeyOf = (subject: Placed, counties: CountyOf): LockKey =>
  KINDS_OF_SUBJECT[subject.kind].lockKey(subject, counties);

/** What has to be shared with others who hold one of these, so that who works on all of a kind is kept out. */
export const locksOfAll = (keys: readonly LockKey[]): LockKey[] =>
  Object.values(KINDS_OF_SUBJECT).flatMap(({ lockOfAll }) =>
    lockOfAll && keys.some((key) => lockOfAll.isPartOf(key)) ? [lockOfAll.key] : [],
  );
