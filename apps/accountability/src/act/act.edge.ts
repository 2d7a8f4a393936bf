import type { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { businessTime, type WriteInput } from '#libs/identity/write-time.js';
import type { Pack } from '#libs/policy/pack.js';
import type { AccountabilityConfig } from '../config.js';
import { workingCalendar } from '../rule/working-calendar.js';
import type { ActOutcome } from './act-action.api.js';
import { type ActContext, openAct } from './act-context.js';
import type { ActEntity } from './act.entity.js';

/** What the edges of acts are given. */
export interface ActEdge {
  readonly db: DataSource;
  readonly clock: Clock;
  readonly pack: Pack;
  readonly config: AccountabilityConfig;
}

/** Opens a transaction and the act, calls one use case, and answers with what became of it. */
export const runAct = async (
  { db, clock, pack, config }: ActEdge,
  call: { readonly actId: string | null; readonly identity: Identity; readonly write: WriteInput },
  use: (context: ActContext, act: ActEntity | null) => Promise<ActEntity | null>,
): Promise<z.input<typeof ActOutcome>> => {
  const { identity, write, actId } = call;
  const now = await clock.now();
  return db.transaction(async (tx) => {
    const act = actId === null ? null : await openAct(tx, actId, write.expectedVersion);
    const record = { unitPath: act && [...act.officePath, ...act.unitPath], lastActionAt: act?.stateSince ?? null };
    const at = businessTime(write, identity, record, now);
    const context = { tx, pack, calendar: await workingCalendar(tx), settings: config.AGENCY, identity, at };
    const drafted = await use(context, act);
    const told = act ?? drafted!;
    if (write.at !== undefined)
      await audit(tx, {
        at: now,
        action: 'act.backdate',
        subject: { kind: 'act', id: told.actId },
        old: { at: now },
        new: { at, version: told.version },
        reason: write.backdatingReason ?? null,
      });
    return {
      actId: told.actId,
      version: told.version,
      state: told.state,
      number: told.number,
      draftedActId: drafted?.actId ?? null,
    };
  });
};
