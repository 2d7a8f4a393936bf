import { z } from 'zod';

/**
 * A published fact. `topic` and `type` are wire names: never rename them, add a version beside the old one.
 * `order: 'key'`: records of one key are handled in turn and a bad one holds back only its own key.
 * `order: 'none'`: packets and revisioned facts; a bad one holds back nothing.
 */
export interface EventContract<T extends string = string, S extends z.ZodType = z.ZodType> {
  readonly topic: string;
  readonly type: T;
  readonly version: number;
  readonly order: 'key' | 'none';
  readonly data: S;
  /** One sentence for the generated list of events. */
  readonly says: string;
}

export const defineEvent = <T extends string, S extends z.ZodType>(
  contract: EventContract<T, S>,
): EventContract<T, S> => Object.freeze(contract);

/** The data type of a contract. */
export type DataOf<C extends EventContract> = z.infer<C['data']>;

/** Who caused an event: an account acting from a unit, or a named process of the platform. */
export const ActorRef = z.object({
  kind: z.enum(['account', 'system']),
  id: z.string(),
  name: z.string(),
  unitId: z.string().nullable(),
  postId: z.string().nullable(),
});
export type ActorRef = z.infer<typeof ActorRef>;

export const Envelope = z.object({
  id: z.uuid(),
  type: z.string(),
  version: z.int().positive(),
  key: z.string(),
  /** When the thing happened in the world, not when it was sent or processed. */
  occurredAt: z.iso.datetime(),
  causationId: z.uuid().nullable(),
  correlationId: z.uuid(),
  actor: ActorRef,
  data: z.unknown(),
});
export type Envelope = z.infer<typeof Envelope>;

/** An envelope whose data has been checked against its contract. */
export type EventOf<C extends EventContract> = Omit<Envelope, 'data' | 'occurredAt'> & {
  occurredAt: Date;
  data: DataOf<C>;
};
