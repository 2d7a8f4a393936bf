import { z } from 'zod';
import { FigureView, Page } from '../shapes.api.js';

/** `GET /bulletins`: latest period first. */
export const BulletinQuery = z.object({ ...Page });

export const BulletinView = z
  .object({
    bulletinId: z.uuid(),
    name: z.object({ zh: z.string(), en: z.string() }),
    periodLabel: z.string(),
    cutoff: z.iso.datetime(),
    /** Third working day after the month: when it is drafted. */
    slot: z.iso.datetime(),
    state: z.enum(['waiting', 'drafted']),
    late: z.boolean(),
    missingSources: z.array(z.string()),
    actId: z.uuid().nullable(),
    assessmentId: z.uuid().nullable(),
    assessmentRevision: z.int().nullable(),
  })
  .meta({ id: 'BulletinView' });
export const BulletinPage = z
  .object({ items: z.array(BulletinView), nextCursor: z.string().nullable() })
  .meta({ id: 'BulletinPage' });

/** `GET /bulletins/{id}`: with the figures frozen when it was drafted. */
export const BulletinDetail = BulletinView.extend({ figures: z.array(FigureView) }).meta({ id: 'BulletinDetail' });
