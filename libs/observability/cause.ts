import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** Who and what caused the work in hand: copied into every event, audit row and log line. */
export interface Cause {
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly actor: {
    readonly kind: 'account' | 'system';
    readonly id: string;
    readonly name: string;
    readonly unitId: string | null;
    readonly postId: string | null;
  };
  readonly address: string | null;
}

const store = new AsyncLocalStorage<Cause>();

/** A cause for work no person or event began: a timer, a schedule, a command. */
export const systemCause = (name: string): Cause => ({
  correlationId: randomUUID(),
  causationId: null,
  actor: { kind: 'system', id: name, name, unitId: null, postId: null },
  address: null,
});

export const runWithCause = <T>(cause: Cause, work: () => T): T => store.run(cause, work);

/** The cause of the work in hand; work without one is a programming fault, since its events could not be traced. */
export const currentCause = (): Cause => {
  const cause = store.getStore();
  if (!cause) throw new Error('no cause: the edge has to call runWithCause');
  return cause;
};

export const causeOrNull = (): Cause | null => store.getStore() ?? null;
