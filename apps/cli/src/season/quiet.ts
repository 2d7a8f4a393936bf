import { setTimeout as pause } from 'node:timers/promises';
import { type Admin, AssignerProtocol, type Kafka } from 'kafkajs';
import { TOPICS } from '#libs/contracts/topics.js';
import { topicName } from '#libs/messaging/kafka.js';
import type { Pulse } from '#libs/service/pulse.js';
import type { Installation } from './installation.js';

const PATIENCE_MS = 240_000;
const AGAIN_MS = 25;

export interface Stillness {
  /** The earliest instant at which some service has something to do. */
  readonly nextInstant: Date | null;
}

/**
 * Waits until nothing is under way anywhere: no event in an outbox or on the way, nothing due and undone, no job waiting.
 * Looked at twice with nothing having moved in between, since work may hide between two looks.
 */
export class Quiet {
  private admin: Admin | null = null;
  private groups: string[] = [];
  private topicsOf = new Map<string, string[]>();

  constructor(
    private readonly installation: Installation,
    private readonly kafka: Kafka,
  ) {}

  async wait(): Promise<Stillness> {
    const deadline = performance.now() + PATIENCE_MS;
    let last: string | null = null;
    let busy: readonly string[] = [];
    for (;;) {
      // Who was restless is asked alone until he is at rest; then everybody, since work goes from one to the next.
      const look = await this.look(busy).catch((why: unknown) => ({
        mark: null,
        busy: [],
        words: String(why),
        nextInstant: null,
      }));
      if (look.mark !== null && look.mark === last) return { nextInstant: look.nextInstant };
      last = look.mark;
      busy = look.busy;
      if (performance.now() > deadline)
        throw new Error(`the platform did not come to rest within ${PATIENCE_MS / 1000} s: ${look.words}`);
      if (look.mark === null) await pause(AGAIN_MS);
    }
  }

  async close(): Promise<void> {
    await this.admin?.disconnect();
    this.admin = null;
  }

  /**
   * `mark` is null while something is under way or only some were asked; otherwise it changes whenever anything has moved.
   * `busy` names the services that were restless.
   */
  private async look(
    only: readonly string[],
  ): Promise<{ mark: string | null; busy: readonly string[]; words: string; nextInstant: Date | null }> {
    const asked = Object.entries(this.installation.opsUrls).filter(
      ([name]) => only.length === 0 || only.includes(name),
    );
    const pulses = await Promise.all(asked.map(async ([name, url]) => ({ name, pulse: await pulseOf(url) })));
    const restless = pulses.filter(({ pulse }) => pulse.outboxPending > 0 || !pulse.idle || pulse.waiting > 0);
    const words = restless.map(
      ({ name, pulse }) =>
        `${name} (outbox ${pulse.outboxPending}, waiting ${pulse.waiting}, ${pulse.idle ? 'idle' : 'has work'})`,
    );
    if (restless.length > 0 || only.length > 0)
      return { mark: null, busy: restless.map(({ name }) => name), words: words.join(', '), nextInstant: null };
    const { lag, ends, behind } = await this.lags();
    if (lag > 0) return { mark: null, busy: [], words: `behind: ${behind.join(', ')}`, nextInstant: null };
    const instants = pulses.flatMap(({ pulse }) => (pulse.nextInstant ? [pulse.nextInstant] : [])).sort();
    const nextInstant = instants[0] ? new Date(instants[0]) : null;
    return { mark: `${ends} ${instants[0] ?? ''}`, busy: [], words: '', nextInstant };
  }

  private async lags(): Promise<{ lag: number; ends: string; behind: string[] }> {
    const { namespace } = this.installation;
    if (!this.admin) {
      this.admin = this.kafka.admin();
      await this.admin.connect();
    }
    const admin = this.admin;
    try {
      if (this.groups.length === 0) {
        const { groups } = await admin.listGroups();
        this.groups = groups
          .map(({ groupId }) => groupId)
          .filter((id) => namespace === '' || id.startsWith(`${namespace}.`));
        const { groups: described } = await admin.describeGroups(this.groups);
        // A group that has not committed on a partition yet is known by what is assigned to its members.
        for (const { groupId, members } of described) {
          const topics = members.flatMap(({ memberAssignment }) =>
            Object.keys(AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment ?? {}),
          );
          this.topicsOf.set(groupId, [...new Set(topics)]);
        }
        if (described.some(({ state }) => state !== 'Stable')) {
          this.groups = [];
          throw new Error('consumer groups are still forming');
        }
      }
      const names = TOPICS.map(({ topic }) => topicName(namespace, topic));
      const ends = new Map<string, Map<number, bigint>>();
      await Promise.all(
        names.map(async (topic) => {
          ends.set(
            topic,
            new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, BigInt(high)])),
          );
        }),
      );
      let lag = 0n;
      const behind: string[] = [];
      await Promise.all(
        this.groups.map(async (groupId) => {
          for (const { topic, partitions } of await admin.fetchOffsets({
            groupId,
            topics: this.topicsOf.get(groupId) ?? [],
          })) {
            const own = ends.get(topic);
            if (!own) continue;
            for (const { partition, offset } of partitions) {
              const done = BigInt(offset);
              const missing = (own.get(partition) ?? 0n) - (done < 0n ? 0n : done);
              if (missing > 0n) behind.push(`${groupId} ${topic}/${partition} by ${missing}`);
              lag += missing;
            }
          }
        }),
      );
      return { lag: Number(lag), ends: [...ends.values()].map((of) => [...of.values()].join(',')).join(';'), behind };
    } catch (why) {
      await this.close().catch(() => undefined);
      throw why;
    }
  }
}

const pulseOf = async (opsUrl: string): Promise<Pulse> => {
  const answer = await fetch(`${opsUrl}/pulse`, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`${opsUrl} answered ${answer.status}`);
  return (await answer.json()) as Pulse;
};
