import { z } from 'zod';
import { defineEvent } from './event.js';
import { Instant } from './shapes.js';

export const DeliveryChanged = defineEvent({
  topic: 'notifier.deliveries',
  type: 'delivery.changed',
  version: 1,
  order: 'key',
  says: 'A delivery to one recipient over one channel was made, failed or was read.',
  data: z.object({
    deliveryId: z.uuid(),
    about: z.object({ kind: z.enum(['act', 'warning', 'task', 'dispatch']), id: z.string() }),
    recipientPostId: z.string(),
    recipientPersonId: z.string().nullable(),
    channel: z.enum(['console', 'email', 'webhook']),
    state: z.enum(['pending', 'sent', 'failed', 'read']),
    at: Instant,
    error: z.string().nullable(),
  }),
});
