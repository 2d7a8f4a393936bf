import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import { Envelope, type EventContract, type EventOf } from '#libs/contracts/event.js';
import { Refusal } from '#libs/domain/refusal.js';
import { runWithCause, systemCause, type Cause } from '#libs/observability/cause.js';
import type { Log } from '#libs/observability/log.js';
import { recordOutcomes } from '#libs/observability/metrics.js';
import { isTransient, NotYet } from './faults.js';
import { claim } from './inbox.js';
import type { RawRecord } from './on.js';
import { heldKeys, park, type ParkingReason } from './parking.store.js';

/** A bound handler: `invoke` runs the controller's method with the events and the transaction. */
export interface BoundHandler {
  readonly contract?: EventContract;
  readonly raw?: string;
  readonly batch: number;
  readonly invoke: (payload: unknown, tx: EntityManager) => Promise<void>;
}

export type Outcome = 'handled' | 'duplicate' | 'ignored' | 'refused' | 'parked';

type Decoded =
  | {
      readonly kind: 'event';
      readonly record: RawRecord;
      readonly event: EventOf<EventContract>;
      readonly handler: BoundHandler;
    }
  | { readonly kind: 'ignored'; readonly record: RawRecord }
  | { readonly kind: 'bad'; readonly record: RawRecord; readonly reason: ParkingReason; readonly error: string };

const ATTEMPTS = 3;

/**
 * Turns records of one partition into committed effects, each with exactly one of five outcomes.
 * A chunk shares one transaction; when a record in it fails, the chunk is taken apart and only that record is refused or
 * parked. Transient trouble is thrown to the caller, who waits and comes again: nothing is poison while the database is away.
 */
export class Receiver {
  private readonly byType = new Map<string, BoundHandler>();
  private readonly rawByTopic = new Map<string, BoundHandler>();
  private readonly knownTypes = new Set<string>();

  constructor(
    private readonly deps: { consumer: string; db: DataSource; clock: Clock; log: Log },
    handlers: readonly BoundHandler[],
  ) {
    for (const handler of handlers) {
      if (handler.raw) {
        this.rawByTopic.set(handler.raw, handler);
        continue;
      }
      const contract = handler.contract;
      if (!contract) throw new Error('a handler has neither contract nor raw topic');
      const key = `${contract.topic}/${contract.type}/${contract.version}`;
      if (this.byType.has(key)) throw new Error(`two handlers for ${key} in consumer ${deps.consumer}`);
      this.byType.set(key, handler);
      this.knownTypes.add(`${contract.topic}/${contract.type}`);
    }
  }

  /** How many records one transaction may take. */
  chunkSize(topic: string): number {
    return this.rawByTopic.get(topic)?.batch ?? 200;
  }

  async receive(topic: string, records: readonly RawRecord[]): Promise<Record<Outcome, number>> {
    const counts: Record<Outcome, number> = { handled: 0, duplicate: 0, ignored: 0, refused: 0, parked: 0 };
    const raw = this.rawByTopic.get(topic);
    if (raw) await this.receiveRaw(raw, records, counts);
    else
      await this.receiveEvents(
        topic,
        records.map((record) => this.decode(record)),
        counts,
      );
    for (const [outcome, count] of Object.entries(counts)) {
      if (count > 0) recordOutcomes.inc({ consumer: this.deps.consumer, topic, outcome }, count);
    }
    return counts;
  }

  private decode(record: RawRecord): Decoded {
    let envelope: Envelope;
    try {
      envelope = Envelope.parse(JSON.parse(record.value.toString('utf8')));
    } catch (why) {
      return { kind: 'bad', record, reason: 'unreadable', error: String(why) };
    }
    const handler = this.byType.get(`${record.topic}/${envelope.type}/${envelope.version}`);
    if (!handler?.contract) {
      return this.knownTypes.has(`${record.topic}/${envelope.type}`)
        ? {
            kind: 'bad',
            record,
            reason: 'unknown-version',
            error: `version ${envelope.version} of ${envelope.type} is not known here`,
          }
        : { kind: 'ignored', record };
    }
    const data = handler.contract.data.safeParse(envelope.data);
    if (!data.success) return { kind: 'bad', record, reason: 'unreadable', error: data.error.message };
    const event = { ...envelope, occurredAt: new Date(envelope.occurredAt), data: data.data };
    return { kind: 'event', record, event, handler };
  }

  private async receiveEvents(
    topic: string,
    decoded: readonly Decoded[],
    counts: Record<Outcome, number>,
  ): Promise<void> {
    try {
      const done = await this.deps.db.transaction((tx) => this.handleTogether(tx, topic, decoded));
      for (const outcome of done) counts[outcome]++;
    } catch (why) {
      if (isTransient(why)) throw why;
      if (decoded.length === 1) counts[await this.handleAlone(topic, decoded[0]!, why)]++;
      else for (const one of decoded) await this.receiveEvents(topic, [one], counts);
    }
  }

  private async handleTogether(tx: EntityManager, topic: string, decoded: readonly Decoded[]): Promise<Outcome[]> {
    const events = decoded.filter((one) => one.kind === 'event');
    const keyed = events.filter((one) => one.handler.contract?.order === 'key');
    const held = await heldKeys(tx, this.deps.consumer, topic, [...new Set(keyed.map((one) => one.record.key))]);
    if (this.ordered(topic)) {
      // What is about to be parked here holds back what follows it in the same batch.
      for (const { kind, record } of decoded) {
        const before = held.get(record.key);
        if (kind === 'bad' && (before === undefined || BigInt(record.offset) < before))
          held.set(record.key, BigInt(record.offset));
      }
    }
    const isHeld = (one: Decoded): boolean => {
      const from = held.get(one.record.key);
      return (
        one.kind === 'event' &&
        one.handler.contract?.order === 'key' &&
        from !== undefined &&
        from < BigInt(one.record.offset)
      );
    };
    const free = events.filter((one) => !isHeld(one));
    const mine =
      free.length > 0
        ? await claim(
            tx,
            this.deps.consumer,
            free.map((one) => one.event.id),
          )
        : new Set<string>();
    const outcomes: Outcome[] = [];
    let group: (typeof events)[number][] = [];
    const flush = async (): Promise<void> => {
      const first = group[0];
      if (!first) return;
      const { handler } = first;
      const batch = group;
      group = [];
      await runWithCause(causeOf(first.event), () =>
        handler.invoke(handler.batch === 1 ? first.event : batch.map((one) => one.event), tx),
      );
    };
    for (const one of decoded) {
      if (one.kind === 'ignored') outcomes.push('ignored');
      else if (one.kind === 'bad') {
        await this.parkRecord(tx, one.record, {
          reason: one.reason,
          error: one.error,
          attempts: 1,
          holdsKey: this.ordered(topic),
        });
        outcomes.push('parked');
      } else if (isHeld(one)) {
        await this.parkRecord(tx, one.record, {
          reason: 'behind',
          error: 'an earlier record of this key is parked',
          attempts: 0,
          holdsKey: true,
        });
        outcomes.push('parked');
      } else if (!mine.delete(one.event.id)) outcomes.push('duplicate');
      else {
        const first = group[0];
        if (first && (first.handler !== one.handler || group.length >= one.handler.batch)) await flush();
        group.push(one);
        outcomes.push('handled');
      }
    }
    await flush();
    return outcomes;
  }

  /** One record that failed: refused if a rule says so, tried again a little, then parked. */
  private async handleAlone(topic: string, one: Decoded, first: unknown): Promise<Outcome> {
    let why = first;
    for (let attempt = 1; one.kind === 'event'; attempt++) {
      const event = one.event;
      if (why instanceof Refusal) {
        this.deps.log.warn({ eventId: event.id, code: why.code, topic }, `refused: ${why.message}`);
        await this.deps.db.transaction((tx) => claim(tx, this.deps.consumer, [event.id]));
        return 'refused';
      }
      if (why instanceof NotYet || attempt === ATTEMPTS) break;
      await new Promise((done) => setTimeout(done, 100 * 2 ** attempt));
      try {
        const [outcome] = await this.deps.db.transaction((tx) => this.handleTogether(tx, topic, [one]));
        return outcome ?? 'handled';
      } catch (again) {
        if (isTransient(again)) throw again;
        why = again;
      }
    }
    const waiting = why instanceof NotYet;
    await this.deps.db.transaction((tx) =>
      this.parkRecord(tx, one.record, {
        reason: waiting ? 'waiting' : 'fault',
        error: why instanceof Error ? (why.stack ?? why.message) : String(why),
        attempts: waiting ? 1 : ATTEMPTS,
        holdsKey: this.ordered(topic),
      }),
    );
    this.deps.log[waiting ? 'warn' : 'error']({ err: why, topic, offset: one.record.offset }, 'record parked');
    return 'parked';
  }

  private async receiveRaw(
    handler: BoundHandler,
    records: readonly RawRecord[],
    counts: Record<Outcome, number>,
  ): Promise<void> {
    const invoke = (part: readonly RawRecord[]): Promise<void> =>
      this.deps.db.transaction((tx) => runWithCause(systemCause(this.deps.consumer), () => handler.invoke(part, tx)));
    try {
      await invoke(records);
      counts.handled += records.length;
    } catch (why) {
      if (isTransient(why)) throw why;
      const only = records[0];
      if (records.length > 1) {
        // Halves find the bad record in log2(n) steps and let all the others through.
        const middle = records.length >> 1;
        await this.receiveRaw(handler, records.slice(0, middle), counts);
        await this.receiveRaw(handler, records.slice(middle), counts);
      } else if (only) {
        const error = why instanceof Error ? (why.stack ?? why.message) : String(why);
        await this.deps.db.transaction((tx) =>
          this.parkRecord(tx, only, {
            reason: why instanceof NotYet ? 'waiting' : 'fault',
            error,
            attempts: 1,
            holdsKey: false,
          }),
        );
        this.deps.log.error({ err: why, topic: only.topic, offset: only.offset }, 'raw record parked');
        counts.parked++;
      }
    }
  }

  private ordered(topic: string): boolean {
    for (const [key, handler] of this.byType) if (key.startsWith(`${topic}/`)) return handler.contract?.order === 'key';
    return false;
  }

  private async parkRecord(tx: EntityManager, record: RawRecord, why: Parameters<typeof park>[3]): Promise<void> {
    await park(tx, this.deps.consumer, record, why, await this.deps.clock.now());
  }
}

/** What an event causes carries its id as the cause and its correlation on. */
export const causeOf = (event: Pick<EventOf<EventContract>, 'id' | 'correlationId' | 'actor'>): Cause => ({
  correlationId: event.correlationId,
  causationId: event.id,
  actor: event.actor,
  address: null,
});
