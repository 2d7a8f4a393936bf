import type { Kafka } from 'kafkajs';
import type { Pool } from 'pg';
import { setSharedClock, sharedClock } from '#libs/clock/clock.js';
import { performAction, type ActionContext } from './actions/perform-action.js';
import { ArrivalsSender } from './arrivals-sender.js';
import type { GatewayClient } from './gateway-client.js';
import type { Installation } from './installation.js';
import { Quiet } from './quiet.js';
import { instantOf, type SampleCity, type Script, type ScriptedAction } from './sample-city.js';
import { arrivalsOf } from './streams.js';

export interface SeasonRun {
  readonly actions: number;
  readonly arrivals: number;
  readonly steps: number;
  readonly repeats: number;
  readonly resent: number;
}

/** What has been played, kept beside the sample's data, so that a broken-off season goes on where it stopped. */
export interface SeasonMark {
  read(): { history: boolean; actions: number; arrivalsUntil: string };
  write(mark: { history: boolean; actions: number; arrivalsUntil: string }): void;
}

/** The longest stretch of data sent in one go; keeps a first run's progress visible and memory small. */
const STRETCH_MS = 24 * 3_600_000;
const HOLD_BEFORE_MS = 1_000;

/**
 * Plays the season on the shared clock: from one instant at which something happens to the next. What came in by then is
 * sent just before the clock reaches it, everybody comes to rest, then the clock moves and the scripted people act. The
 * clock waits only while work is under way.
 */
export const playSeason = async (parts: {
  installation: Installation;
  city: SampleCity;
  script: Script;
  client: GatewayClient;
  kafka: Kafka;
  pool: Pool;
  mark: SeasonMark;
  until?: Date;
  skipParts?: readonly ScriptedAction['part'][];
  onProgress: (share: number, words: string) => void;
}): Promise<SeasonRun> => {
  const { script, client, pool, mark } = parts;
  const clock = sharedClock(pool);
  const quiet = new Quiet(parts.installation, parts.kafka);
  const sender = new ArrivalsSender(client, parts.installation.hj212Port);
  const { history, arrivals } = arrivalsOf(parts.city, script);
  const actions = script.actions.filter((action) => !(parts.skipParts ?? []).includes(action.part));
  const begin = instantOf(script.clock.start).getTime();
  const end = Math.min(instantOf(script.clock.end).getTime(), parts.until?.getTime() ?? Infinity);
  const context: ActionContext = { client, city: parts.city, script, quiet };

  const done = mark.read();
  if (!done.history) {
    await sender.send(history);
    await quiet.wait();
    mark.write({ ...done, history: true });
  }
  let nextAction = done.actions;
  const sentUntil = new Date(done.arrivalsUntil).getTime();
  let nextArrival = arrivals.findIndex((arrival) => arrival.at.getTime() > sentUntil);
  if (nextArrival < 0) nextArrival = arrivals.length;
  let now = Math.max((await clock.now()).getTime(), begin);
  let steps = 0;
  let due = (await quiet.wait()).nextInstant;
  while (now < end) {
    const actionAt = actions[nextAction] ? new Date(actions[nextAction]!.at).getTime() : Infinity;
    // What is due already has been seen to by the wait; what is left lies ahead.
    const dueAt = due && due.getTime() > now ? due.getTime() : Infinity;
    const to = Math.min(actionAt, dueAt, now + STRETCH_MS, end);
    let sent = nextArrival;
    while (sent < arrivals.length && arrivals[sent]!.at.getTime() <= to) sent++;
    if (sent > nextArrival) {
      if (to - HOLD_BEFORE_MS > now) await setSharedClock(pool, new Date(to - HOLD_BEFORE_MS));
      await sender.send(arrivals.slice(nextArrival, sent));
      await quiet.wait();
      nextArrival = sent;
    }
    await setSharedClock(pool, new Date(to));
    now = to;
    steps++;
    const isDue = dueAt <= to;
    if (isDue) await quiet.wait();
    const before = nextAction;
    while (actions[nextAction] && new Date(actions[nextAction]!.at).getTime() <= to) {
      await performAction(context, actions[nextAction]!);
      nextAction++;
    }
    mark.write({ history: true, actions: nextAction, arrivalsUntil: new Date(to).toISOString() });
    if (isDue || sent > 0 || nextAction > before) due = (await quiet.wait()).nextInstant;
    parts.onProgress(
      (now - begin) / (end - begin),
      new Date(now + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' '),
    );
  }
  sender.close();
  await quiet.close();
  return { actions: nextAction, arrivals: nextArrival, steps, repeats: client.repeats, resent: sender.resent };
};
