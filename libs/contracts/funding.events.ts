import { z } from 'zod';
import { defineEvent } from './event.js';
import { defineIndicator, defineSeal } from './indicator.js';
import { CivilDate, DecimalText } from './shapes.js';

export const ProjectChanged = defineEvent({
  topic: 'funding.projects',
  type: 'project.changed',
  version: 1,
  order: 'key',
  says: 'A project after one action, whole.',
  data: z.object({
    projectId: z.string(),
    version: z.int().positive(),
    name: z.string(),
    ownerUnitId: z.string(),
    leadUnitId: z.string(),
    areaId: z.string().nullable(),
    fundingSource: z.string(),
    /** 万元, exact. */
    allocated: DecimalText,
    paid: DecimalText,
    plannedStart: CivilDate,
    actualStart: CivilDate.nullable(),
    plannedFinish: CivilDate,
    state: z.enum(['planned', 'started', 'stalled', 'finished', 'accepted']),
    action: z.string(),
  }),
});
export const PaymentPosted = defineEvent({
  topic: 'funding.payments',
  type: 'payment.posted',
  version: 1,
  order: 'key',
  says: 'A payment or its reversal; entries are never edited.',
  data: z.object({
    entryId: z.uuid(),
    projectId: z.string(),
    /** 万元; negative for a reversal. */
    amount: DecimalText,
    reverses: z.uuid().nullable(),
    paidOn: CivilDate,
    voucher: z.string(),
  }),
});
export const FundingIndicator = defineIndicator('funding');
export const FundingSealed = defineSeal('funding');
