import type { Kafka } from 'kafkajs';
import type { Pool } from 'pg';
import { sharedClock } from '#libs/clock/clock.js';
import type { ActionContext } from './actions/action-context.js';
import { performAction } from './actions/perform-action.js';
import { ArrivalsSender } from './arrivals-sender.js';
import type { GatewayClient } from '../gateway-client.js';
import type { Installation } from './installation.js';
import { Quiet, type Stillness } from './quiet.js';
import { instantOf, type SampleCity, type Script, type ScriptedAction } from './sample-city.js';
import { moveClock, withPatience } from './patience.js';
import { arrivalsOf } from './streams.js';

export interface SeasonRun {
  readonly actions: number;
  readonly arrivals: number;
  readonly steps: number;
  readonly rests: number;
  readonly repeats: number;
  readonly resent: number;
}

/** What has been played, kept beside the sample's data, so that a broken-off season goes on where it stopped. */
export interface SeasonMark {
  read(): { history: boolean; actions: number; arrivalsUntil: string };
  write(mark: { history: boolean; actions: number; arrivalsUntil: string }): void;
}

/**
 * What people do to records of their own: two such actions on different records do not wait for each other within a
 * quarter of an hour, as in an office.
 */
const ON_ITS_OWN_RECORD = new Set([
  'assign',
  'sign',
  'submit-plan',
  'approve-plan',
  'confirm-milestone',
  'report-progress',
  'report-completion',
  'pass-file-check',
  'skip-notice',
  'sign-task',
  'report-task',
  'confirm-task',
  'post-payment',
  'report-physical-progress',
]);
const TOGETHER_MS = 15 * 60_000;

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
  /** A service that is stopped meanwhile and not waited for. */
  without?: string;
  skipParts?: readonly ScriptedAction['part'][];
  onProgress: (share: number, words: string) => void;
}): Promise<SeasonRun> => {
  const { script, client, pool, mark } = parts;
  const clock = sharedClock(pool);
  const quiet = new Quiet(parts.installation, parts.kafka, parts.without);
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
  let now = Math.max((await withPatience(() => clock.now())).getTime(), begin);
  let steps = 0;
  let rests = 0;
  /** Records touched since everybody was at rest, and when the first of them was. */
  const touched = new Set<string>();
  let touchedAt = now;
  let due: Date | null = null;
  let clockAt = new Date(now);
  const move = async (to: number): Promise<void> => {
    clockAt = new Date(to);
    await moveClock(pool, clockAt);
  };
  const rest = async (): Promise<Stillness> => {
    const stillness = await quiet.wait(clockAt);
    rests++;
    touched.clear();
    due = stillness.nextInstant;
    return stillness;
  };
  await rest();
  while (now < end) {
    const action = actions[nextAction];
    const actionAt = action ? new Date(action.at).getTime() : Infinity;
    const goesAlong =
      action !== undefined &&
      ON_ITS_OWN_RECORD.has(action.action) &&
      !touched.has(action.target) &&
      actionAt - touchedAt <= TOGETHER_MS;
    if (touched.size > 0 && !goesAlong) await rest();
    // What is due already has been seen to by the rest; what is left lies ahead.
    const dueAt = (due as Date | null) && due!.getTime() > now ? due!.getTime() : Infinity;
    const to = Math.min(actionAt, dueAt, now + STRETCH_MS, end);
    let sent = nextArrival;
    while (sent < arrivals.length && arrivals[sent]!.at.getTime() <= to) sent++;
    if (sent > nextArrival) {
      if (to - HOLD_BEFORE_MS > now) await move(to - HOLD_BEFORE_MS);
      await sender.send(arrivals.slice(nextArrival, sent));
      await rest();
      nextArrival = sent;
    }
    await move(to);
    now = to;
    steps++;
    if (dueAt <= to) await rest();
    while (actions[nextAction] && new Date(actions[nextAction]!.at).getTime() <= to) {
      const one = actions[nextAction]!;
      if (touched.size === 0) touchedAt = now;
      else if (touched.has(one.target) || !ON_ITS_OWN_RECORD.has(one.action)) await rest();
      await performAction(context, one);
      touched.add(one.target);
      nextAction++;
    }
    mark.write({ history: true, actions: nextAction, arrivalsUntil: new Date(to).toISOString() });
    parts.onProgress(
      (now - begin) / (end - begin),
      new Date(now + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' '),
    );
  }
  await rest();
  sender.close();
  await quiet.close();
  return { actions: nextAction, arrivals: nextArrival, steps, rests, repeats: client.repeats, resent: sender.resent };
};
