import { Agent, get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Admin, AssignerProtocol, type Kafka } from 'kafkajs';
import { RAW_TOPICS } from '#libs/contracts/ingestion.events.js';
import { TOPICS } from '#libs/contracts/topics.js';
import { topicName } from '#libs/messaging/kafka.js';
import type { PulseOfProcess } from '#libs/service/pulse.js';
import type { Installation } from './installation.js';

const PATIENCE_MS = 240_000;
/** Soon at first, since most work takes a few milliseconds. */
const AGAIN_MS = { first: 5, longest: 40 };
const ALL_TOPICS = TOPICS.map(({ topic }) => topic);
/** Packets go to Kafka without an outbox that would count them. */
const UNCOUNTED = new Set<string>(Object.values(RAW_TOPICS).map(({ topic }) => topic));

export interface Stillness {
  /** The earliest instant at which some service has something to do. */
  readonly nextInstant: Date | null;
}

/** Waits until nothing is under way anywhere: no event in an outbox or on the way, nothing due and undone, no job waiting. */
export class Quiet {
  private readonly lines = new Agent({ keepAlive: true });
  private admin: Admin | null = null;
  private groups: string[] = [];
  private topicsOf = new Map<string, string[]>();
  private readonly names: readonly string[];
  /** What each service told when everybody was last at rest. */
  private rested: ReadonlyMap<string, PulseOfProcess> = new Map();

  constructor(
    private readonly installation: Installation,
    private readonly kafka: Kafka,
    /** A service that is stopped and not waited for; what it leaves undone waits in Kafka and PostgreSQL. */
    without?: string,
  ) {
    this.names = Object.keys(installation.opsUrls).filter((name) => name !== without);
  }

  /** `at`: where the clock stands, if the caller knows; services with nothing due by then that have not moved are not disturbed. */
  async wait(at?: Date): Promise<Stillness> {
    const deadline = performance.now() + PATIENCE_MS;
    let busy: readonly string[] = [];
    for (let again = AGAIN_MS.first; ; again = Math.min(2 * again, AGAIN_MS.longest)) {
      const look = await this.look(busy, at).catch((why: unknown) => ({ still: null, busy: [], words: String(why) }));
      if (look.still) return look.still;
      busy = look.busy;
      if (performance.now() > deadline)
        throw new Error(`the platform did not come to rest within ${PATIENCE_MS / 1000} s: ${look.words}`);
      await pause(again);
    }
  }

  async close(): Promise<void> {
    this.lines.destroy();
    await this.closeAdmin();
  }

  private async closeAdmin(): Promise<void> {
    await this.admin?.disconnect();
    this.admin = null;
  }

  /**
   * Who was restless is asked alone until he is at rest; then everybody who moved since the last rest or has something due,
   * then Kafka, then everybody whether something has been done since: where not, nothing was under way.
   */
  private async look(
    only: readonly string[],
    at: Date | undefined,
  ): Promise<{ still: Stillness | null; busy: readonly string[]; words: string }> {
    if (only.length > 0) return { still: null, ...(await this.pulses(only)) };
    const moved = await this.moved();
    const asked = this.names.filter((name) => !this.isAsBefore(name, moved.get(name), at));
    const { busy, words, told } = await this.pulses(asked);
    if (busy.length > 0) return { still: null, busy, words };
    const now = new Map([...this.rested, ...told]);
    const { lag, behind } = await this.lags(this.topicsSentTo(now));
    if (lag > 0) return { still: null, busy: [], words: `behind: ${behind.join(', ')}` };
    const after = await this.moved();
    if (this.names.some((name) => after.get(name) !== now.get(name)?.moved))
      return { still: null, busy: [], words: 'something has just been done' };
    this.rested = now;
    const next = [...now.values()].flatMap(({ nextInstant }) => nextInstant ?? []).sort()[0];
    return { still: { nextInstant: next === undefined ? null : new Date(next) }, busy: [], words: '' };
  }

  private isAsBefore(name: string, moved: string | undefined, at: Date | undefined): boolean {
    const last = this.rested.get(name);
    if (!at || !last || last.moved !== moved) return false;
    return last.nextInstant === null || new Date(last.nextInstant) > at;
  }

  /** Topics that may hold something new: all of them after a process began anew, since its counts then begin anew. */
  private topicsSentTo(now: ReadonlyMap<string, PulseOfProcess>): readonly string[] {
    const pairs = this.names.map((name) => [now.get(name), this.rested.get(name)] as const);
    if (pairs.some(([one, before]) => one?.pid !== before?.pid)) return ALL_TOPICS;
    return ALL_TOPICS.filter(
      (topic) =>
        UNCOUNTED.has(topic) || pairs.some(([one, before]) => one?.sentByTopic[topic] !== before?.sentByTopic[topic]),
    );
  }

  private async moved(): Promise<ReadonlyMap<string, string>> {
    const answers = this.names.map(
      async (name) => [name, (await this.ask<{ moved: string }>(name, 'moved')).moved] as const,
    );
    return new Map(await Promise.all(answers));
  }

  private async pulses(names: readonly string[]): Promise<{
    readonly busy: readonly string[];
    readonly words: string;
    readonly told: ReadonlyMap<string, PulseOfProcess>;
  }> {
    const told = new Map(
      await Promise.all(names.map(async (name) => [name, await this.ask<PulseOfProcess>(name, 'pulse')] as const)),
    );
    const restless = [...told].filter(([, pulse]) => pulse.outboxPending > 0 || !pulse.idle || pulse.waiting > 0);
    const words = restless.map(
      ([name, pulse]) =>
        `${name} (outbox ${pulse.outboxPending}, waiting ${pulse.waiting}, ${pulse.idle ? 'idle' : 'has work'})`,
    );
    return { busy: restless.map(([name]) => name), words: words.join(', '), told };
  }

  private async ask<T>(name: string, what: 'pulse' | 'moved'): Promise<T> {
    const url = `${this.installation.opsUrls[name]}/${what}`;
    const { status, text } = await httpGet(url, this.lines);
    if (status !== 200) throw new Error(`${url} answered ${status}`);
    return JSON.parse(text) as T;
  }

  private async lags(topics: readonly string[]): Promise<{ lag: number; behind: string[] }> {
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
          .filter((id) => namespace === '' || id.startsWith(`${namespace}.`))
          .filter((id) => this.names.some((name) => isGroupOf(id, topicName(namespace, name))));
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
      const names = topics.map((topic) => topicName(namespace, topic));
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
          const heard = (this.topicsOf.get(groupId) ?? []).filter((topic) => names.includes(topic));
          // Without topics Kafka would tell of all of them.
          if (heard.length === 0) return;
          for (const { topic, partitions } of await admin.fetchOffsets({ groupId, topics: heard })) {
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
      return { lag: Number(lag), behind };
    } catch (why) {
      await this.closeAdmin().catch(() => undefined);
      throw why;
    }
  }
}

const ANSWER_PATIENCE_MS = 10_000;

/** Plain HTTP: ten thousand small questions a minute cost `fetch` a core's tenth. */
const httpGet = (url: string, agent: Agent): Promise<{ readonly status: number; readonly text: string }> =>
  new Promise((done, failed) => {
    const asked = get(url, { agent, timeout: ANSWER_PATIENCE_MS }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => done({ status: answer.statusCode ?? 0, text }));
      answer.on('error', failed);
    });
    asked.on('timeout', () => asked.destroy(new Error(`${url} does not answer`)));
    asked.on('error', failed);
  });

/** A service's groups are its own name, and that name with a dot and more. */
const isGroupOf = (group: string, service: string): boolean => group === service || group.startsWith(`${service}.`);
