import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { defineEvent } from '#libs/contracts/event.js';

/** About as large as a problem's state on the wire: some 600 bytes with its envelope. */
const TrialData = z.object({
  n: z.int(),
  title: z.string(),
  unitIds: z.array(z.string()),
  value: z.string(),
  dueOn: z.iso.date(),
  state: z.enum(['OPEN', 'CLOSED']),
});
const define = (topic: string) =>
  defineEvent({
    topic,
    type: 'trial.made',
    version: 1,
    order: 'key',
    says: 'An event of a benchmark.',
    data: TrialData,
  });

/** One topic for a handler called by the event, one for a handler called with a batch. */
export const TrialByOne = define('bench.single');
export const TrialByBatch = define('bench.batch');

export const KEYS = 500;
export const keyOf = (n: number): string => `key-${n % KEYS}`;

/** The envelope of the n-th event as JSON, with an id of its own. */
export const envelopeText = (n: number): string =>
  JSON.stringify({
    id: randomUUID(),
    type: 'trial.made',
    version: 1,
    key: keyOf(n),
    occurredAt: '2026-05-07T09:00:00.000Z',
    causationId: null,
    correlationId: 'b0000000-0000-4000-8000-000000000000',
    actor: { kind: 'system', id: 'bench', name: 'bench', unitId: null, postId: null },
    data: {
      n,
      title: '某断面总磷连续两期超过目标类别，责任单位应在十个工作日内提交整改方案并报送进展',
      unitIds: ['ecology-bureau', 'housing-bureau', 'water-bureau'],
      value: '0.31',
      dueOn: '2026-06-30',
      state: 'OPEN',
    },
  });
