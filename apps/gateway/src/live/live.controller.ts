import { Controller, Headers, Inject, type MessageEvent, Sse } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { UnitState } from '#libs/contracts/directory.events.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { mayFor } from '#libs/identity/scope.js';
import { allReferences } from '#libs/messaging/reference.js';
import { lastLiveSeq, liveEventsAfter, type LiveEvent } from './live.store.js';

const POLL_MS = 1_000;
const PAGE = 200;

/** What happens, as it happens: from `Last-Event-ID` on, then what is new. Only what the listener's units may hear. */
@ApiTags('live')
@Controller('api/live')
export class LiveController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Sse()
  @Requires('indicator.read')
  stream(@CurrentIdentity() identity: Identity, @Headers('last-event-id') from?: string): Observable<MessageEvent> {
    return new Observable<MessageEvent>((subscriber) => {
      let closed = false;
      let timer: NodeJS.Timeout | undefined;
      const poll = async (after: string | null): Promise<void> => {
        let seq = after;
        try {
          seq ??= await lastLiveSeq(this.db.manager);
          const events = await liveEventsAfter(this.db.manager, seq, PAGE);
          const paths = events.length > 0 ? await this.unitPaths() : new Map<string, string[]>();
          for (const event of events) {
            if (mayHear(identity, event, paths))
              subscriber.next({ id: event.seq, type: 'change', data: publicPart(event) });
            seq = event.seq;
          }
        } catch {
          // The database is away for a moment: the listener keeps its place and hears the rest later.
        }
        if (!closed) timer = setTimeout(() => void poll(seq), POLL_MS);
      };
      void poll(from && /^\d{1,18}$/.test(from) ? from : null);
      return () => {
        closed = true;
        clearTimeout(timer);
      };
    });
  }

  private async unitPaths(): Promise<Map<string, string[]>> {
    return new Map((await allReferences(this.db.manager, UnitState)).map((unit) => [unit.id, unit.path]));
  }
}

const mayHear = (identity: Identity, event: LiveEvent, paths: ReadonlyMap<string, string[]>): boolean =>
  event.unitIds.length === 0
    ? identity.grants.some((grant) => grant.permission === event.permission)
    : event.unitIds.some((unitId) => mayFor(identity, event.permission, paths.get(unitId) ?? [unitId]));

const publicPart = (event: LiveEvent): object => ({
  kind: event.kind,
  id: event.id,
  action: event.action,
  title: event.title,
  at: event.at,
});
