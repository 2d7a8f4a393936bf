import { Controller, Inject } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import type { EventOf } from '#libs/contracts/event.js';
import { FundingIndicator, FundingSealed } from '#libs/contracts/funding.events.js';
import { LedgerIndicator, LedgerSealed } from '#libs/contracts/ledger.events.js';
import { MonitoringIndicator, MonitoringSealed } from '#libs/contracts/monitoring.events.js';
import { On, OnBatch } from '#libs/messaging/on.js';
import type { Pack } from '#libs/policy/pack.js';
import { CLOCK, PACK } from '#libs/service/tokens.js';
import { noRefusal } from '../no-refusal.js';
import { observeIndicators } from './observe-indicators.js';
import { takeSeal } from './take-seal.js';

const BATCH = 200;

/** Numbers of all services and their seals. */
@Controller()
export class IndicatorConsumer {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PACK) private readonly pack: Pack,
  ) {}

  @OnBatch(MonitoringIndicator, BATCH)
  async monitoring(events: EventOf<typeof MonitoringIndicator>[], tx: EntityManager): Promise<void> {
    await noRefusal(async () => observeIndicators(tx, this.pack, 'monitoring', events, await this.clock.now()));
  }

  @OnBatch(LedgerIndicator, BATCH)
  async ledger(events: EventOf<typeof LedgerIndicator>[], tx: EntityManager): Promise<void> {
    await noRefusal(async () => observeIndicators(tx, this.pack, 'ledger', events, await this.clock.now()));
  }

  @OnBatch(FundingIndicator, BATCH)
  async funding(events: EventOf<typeof FundingIndicator>[], tx: EntityManager): Promise<void> {
    await noRefusal(async () => observeIndicators(tx, this.pack, 'funding', events, await this.clock.now()));
  }

  @On(MonitoringSealed)
  async monitoringSealed(event: EventOf<typeof MonitoringSealed>, tx: EntityManager): Promise<void> {
    await noRefusal(async () => takeSeal(tx, this.pack, 'monitoring', event, await this.clock.now()));
  }

  @On(LedgerSealed)
  async ledgerSealed(event: EventOf<typeof LedgerSealed>, tx: EntityManager): Promise<void> {
    await noRefusal(async () => takeSeal(tx, this.pack, 'ledger', event, await this.clock.now()));
  }

  @On(FundingSealed)
  async fundingSealed(event: EventOf<typeof FundingSealed>, tx: EntityManager): Promise<void> {
    await noRefusal(async () => takeSeal(tx, this.pack, 'funding', event, await this.clock.now()));
  }
}
