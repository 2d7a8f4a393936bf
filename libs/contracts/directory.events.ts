import { z } from 'zod';
import { defineEvent } from './event.js';
import { CivilDate } from './shapes.js';

/** Reference data travel as whole versioned state on compacted topics; `retired` stands in for deletion. */
const State = { id: z.string(), version: z.int().positive(), retired: z.boolean() };
const Span = { from: CivilDate, to: CivilDate.nullable() };

export const UnitState = defineEvent({
  topic: 'directory.units',
  type: 'unit.state',
  version: 1,
  order: 'key',
  says: 'A unit, whole.',
  data: z.object({
    ...State,
    name: z.string(),
    shortName: z.string(),
    /** Unit type of the pack, e.g. ECO_COMMITTEE_OFFICE, LINE_DEPARTMENT, TOWNSHIP. */
    type: z.string(),
    parentId: z.string().nullable(),
    /** Ancestors from the root down to and including the unit itself; scope checks read it. */
    path: z.array(z.string()),
    external: z.boolean(),
    areaId: z.string().nullable(),
  }),
});
export const PostState = defineEvent({
  topic: 'directory.posts',
  type: 'post.state',
  version: 1,
  order: 'key',
  says: 'A post with the dated spans of those who hold it.',
  data: z.object({
    ...State,
    unitId: z.string(),
    title: z.string(),
    /** Post kind of the pack: principal, deputy, director, leader-in-charge, head, secretary, liaison, inspector … */
    kind: z.string(),
    holders: z.array(z.object({ personId: z.string(), acting: z.boolean(), ...Span })),
  }),
});
export const PersonState = defineEvent({
  topic: 'directory.people',
  type: 'person.state',
  version: 1,
  order: 'key',
  says: 'A person as others may know them.',
  data: z.object({ ...State, name: z.string(), accountId: z.string().nullable(), email: z.string().nullable() }),
});
export const RoleState = defineEvent({
  topic: 'directory.roles',
  type: 'role.state',
  version: 1,
  order: 'key',
  says: 'A role and its permissions.',
  data: z.object({ ...State, name: z.string(), permissions: z.array(z.string()) }),
});
export const AreaState = defineEvent({
  topic: 'directory.areas',
  type: 'area.state',
  version: 1,
  order: 'key',
  says: 'A grid area with its outline.',
  data: z.object({
    ...State,
    name: z.string(),
    level: z.enum(['city', 'county', 'town', 'village']),
    parentId: z.string().nullable(),
    unitId: z.string().nullable(),
    /** GeoJSON polygon ring positions, WGS-84; empty where no outline is known. */
    outline: z.array(z.array(z.tuple([z.number(), z.number()]))),
  }),
});
export const DutyState = defineEvent({
  topic: 'directory.duties',
  type: 'duty.state',
  version: 1,
  order: 'key',
  says: 'A row of the responsibility list (责任清单).',
  data: z.object({
    ...State,
    category: z.string(),
    subjectKind: z.string().nullable(),
    areaId: z.string().nullable(),
    leadUnitId: z.string(),
    cooperatingUnitIds: z.array(z.string()),
    supervisingUnitId: z.string().nullable(),
    basisDoc: z.string(),
    ...Span,
  }),
});
export const CalendarState = defineEvent({
  topic: 'directory.calendars',
  type: 'calendar.state',
  version: 1,
  order: 'key',
  says: 'A year of the working calendar; not official means 暂定.',
  data: z.object({
    ...State,
    year: z.int(),
    official: z.boolean(),
    papers: z.array(z.string()),
    days: z.array(z.object({ date: CivilDate, name: z.string(), isOffDay: z.boolean() })),
  }),
});
