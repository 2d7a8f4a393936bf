import { SetMetadata } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { EntityManager } from 'typeorm';
import type { EventContract, EventOf } from '#libs/contracts/event.js';

/** Marks our transport among Nest's. */
export const DUBAN_KAFKA = Symbol('DUBAN_KAFKA');
export const RAW = Symbol('raw handler');

/** A raw record as it came: `value` is exactly what was sent. */
export interface RawRecord {
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

export interface HandlerExtras {
  readonly contract?: EventContract;
  readonly raw?: string;
  /** Most records one call may get; a call with a limit of 1 gets the record, others get a list. */
  readonly batch: number;
}

const bindParameters = (target: object, key: string): void => {
  // A bare Nest handler gets the payload only; the transaction travels as its context.
  Payload()(target, key, 0);
  Ctx()(target, key, 1);
};

/** The method handles one event inside the transaction that also claims it. */
export const On =
  <C extends EventContract>(contract: C) =>
  (
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<(event: EventOf<C>, tx: EntityManager) => Promise<void>>,
  ): void => {
    bindParameters(target, key);
    const extras: HandlerExtras = { contract, batch: 1 };
    EventPattern(`${contract.topic}/${contract.type}/${contract.version}`, DUBAN_KAFKA, extras as never)(
      target,
      key,
      descriptor as never,
    );
  };

/** The same for up to `batch` events at once, in order; one failing record splits the batch, not the topic. */
export const OnBatch =
  <C extends EventContract>(contract: C, batch: number) =>
  (
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<(events: EventOf<C>[], tx: EntityManager) => Promise<void>>,
  ): void => {
    bindParameters(target, key);
    const extras: HandlerExtras = { contract, batch };
    EventPattern(`${contract.topic}/${contract.type}/${contract.version}`, DUBAN_KAFKA, extras as never)(
      target,
      key,
      descriptor as never,
    );
  };

/**
 * The method handles raw records of a topic, up to `batch` at once. There is no inbox for them: their effect must be
 * harmless twice by natural keys.
 */
export const OnRaw =
  (topic: string, batch: number) =>
  (
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<(records: RawRecord[], tx: EntityManager) => Promise<void>>,
  ): void => {
    bindParameters(target, key);
    const extras: HandlerExtras = { raw: topic, batch };
    EventPattern(`${topic}/raw`, DUBAN_KAFKA, extras as never)(target, key, descriptor as never);
  };

/** Names the consumer group of a controller when it is not the service's own; the hot path has a group to itself. */
export const CONSUMER_GROUP = 'duban:consumer-group';
export const ConsumerGroup = (name: string) => SetMetadata(CONSUMER_GROUP, name);
