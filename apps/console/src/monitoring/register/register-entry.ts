/** Register entries of stations, sections and outlets as forms hold them and as they are sent: pure. */
import { areTogether } from '#libs/domain/telemetry/outlet-limits.js';
import type { Schemas } from '../../api/client.js';

export type Station = Schemas['Station'];
export type Section = Schemas['Section'];
export type Outlet = Schemas['Outlet'];
export type Subject = Station | Section | Outlet;
export type SubjectKind = 'station' | 'section' | 'outlet';

/** Where the routes of a kind are, below the API's root. */
export const PATH_OF_KIND: Readonly<Record<SubjectKind, string>> = {
  station: '/stations',
  section: '/sections',
  outlet: '/outlets',
};

/** A subject's code becomes part of addresses. */
export const CODE = /^[A-Za-z0-9._-]{1,40}$/;

/** A place as a form holds it, longitude first; a half of it may not be filled in yet. */
export type Place = readonly [number | null, number | null];

const MOST_LONGITUDE = 180;
const MOST_LATITUDE = 90;

/** What is wrong with a place; null where nothing is, also where there is none. */
export const placeFault = ([longitude, latitude]: Place): 'half' | 'outside' | null => {
  if (longitude === null && latitude === null) return null;
  if (longitude === null || latitude === null) return 'half';
  return Math.abs(longitude) > MOST_LONGITUDE || Math.abs(latitude) > MOST_LATITUDE ? 'outside' : null;
};
export const positionOf = (place: unknown): readonly [number, number] | null => {
  const [longitude = null, latitude = null] = (place ?? []) as Partial<Place>;
  return longitude === null || latitude === null ? null : [longitude, latitude];
};

/** How long a subject may be silent: as the pack says, for ever, or so many hours. */
export interface AllowedSilence {
  readonly by: 'pack' | 'never' | 'hours';
  readonly hours?: number | null | undefined;
}
export const silenceOf = (hours: number | null | undefined): AllowedSilence =>
  hours === undefined ? { by: 'pack' } : hours === null ? { by: 'never' } : { by: 'hours', hours };
/** As it is sent: nothing, null or the hours. */
export const silenceSent = (written: unknown): { silenceAfterHours?: number | null } => {
  const { by, hours } = (written ?? { by: 'pack' }) as AllowedSilence;
  if (by === 'hours' && hours) return { silenceAfterHours: hours };
  return by === 'never' ? { silenceAfterHours: null } : {};
};

/** A limit by the code of its factor and the time it is averaged over. */
export type OutletLimit = Outlet['limits'][number];
const DECIMAL = /^\d+(\.\d+)?$/;
/** Limits as a form begins with them: what the register does not say is of the hour, and the form asks for it. */
export const limitRows = (limits: readonly OutletLimit[]): OutletLimit[] =>
  limits.map((limit) => ({ ...limit, averaging: limit.averaging ?? 'hour' }));
/** As they are sent: hours are asked for of a day only. */
export const limitsSent = (rows: readonly OutletLimit[]): OutletLimit[] =>
  rows.map(({ fewestHours, ...row }) => (row.averaging === 'day' && fewestHours ? { ...row, fewestHours } : row));

/** What is wrong with limits of an outlet; null where nothing is. */
export const outletLimitFault = (rows: readonly OutletLimit[]): 'incomplete' | 'dates' | 'twice' | 'units' | null => {
  const isWhole = ({ factor, limit, unit, basis, averaging }: OutletLimit): boolean =>
    !!(factor && unit && basis && averaging) && DECIMAL.test(limit);
  if (!rows.every(isWhole)) return 'incomplete';
  if (rows.some(({ from, to }) => from && to && to < from)) return 'dates';
  const kinds = new Set(rows.map(({ factor, averaging, from }) => `${factor} ${averaging} ${from ?? ''}`));
  if (kinds.size < rows.length) return 'twice';
  const isOneUnit = rows.every((row) =>
    rows.every((one) => one.factor !== row.factor || one.unit === row.unit || !areTogether(one, row)),
  );
  return isOneUnit ? null : 'units';
};

/** What the routes take of an entry as it stands: everything but what they work out themselves. */
export const entryOf = ({ id: _id, version: _version, latest: _latest, ...entry }: Subject): object => entry;
