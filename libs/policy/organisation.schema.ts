import { z } from 'zod';
import { item } from './item.js';

export const PERMISSION_ID = /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/;
const PermissionId = z.string().regex(PERMISSION_ID, 'a permission has the form noun.verb');

export const UnitType = item({
  external: z.boolean(),
  /** Whether a supervision order may be addressed to it. */
  supervised: z.boolean(),
  /** Group it is ranked in; null when it is not assessed. */
  assessedAs: z.enum(['counties', 'townships', 'departments']).nullable(),
  /** Whether it measures what others are assessed by: such a body is never assessed by attainment or rank itself. */
  measures: z.boolean(),
});
export type UnitType = z.infer<typeof UnitType>;

export const PostKind = item({
  unitTypes: z.array(z.string()).min(1),
  roles: z.array(z.string()),
  /** What the roles reach: the post's unit and all below it, or the whole installation. */
  reach: z.enum(['unit', 'area']),
  isLeader: z.boolean(),
});
export type PostKind = z.infer<typeof PostKind>;

export const Permission = item({}).extend({ id: PermissionId });
export type Permission = z.infer<typeof Permission>;

/** `includes` is taken in when the pack is read: `permissions` of a loaded role is the whole set. */
export const Role = item({
  includes: z.array(z.string()).default([]),
  permissions: z.array(PermissionId),
});
export type Role = z.infer<typeof Role>;
