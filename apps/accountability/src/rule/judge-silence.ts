import type { EntityManager } from 'typeorm';
import type { EventOf } from '#libs/contracts/event.js';
import type { SilenceStarted } from '#libs/contracts/monitoring.events.js';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { judge } from '#libs/domain/escalation/judge.js';
import type { SilenceObservation } from '#libs/domain/escalation/rule.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { lockCause, openWarningOf } from '../warning/warning.store.js';
import { applyVerdict, openOf } from './apply-verdict.js';
import { namesFor } from './names.js';
import { responsibleUnits } from './responsible-units.js';
import { keepSilence, standingSilences, tellingsOfNetwork } from './silence.store.js';

const HOUR_MS = 3_600_000;
/** What the networks of the platform's own feeds are called; another is named as its device profile names it. */
const NETWORKS: Readonly<Record<string, string>> = { air: '空气站点', water: '水质断面', outlet: '排放口' };
/** Subjects named on the notice; the rest are counted. */
const MOST_NAMED = 50;

/**
 * One network is one cause: whatever falls silent in it while something else is silent joins the one warning, and the
 * warning ends when all of it is heard again: one notice of a feed that ended, not an alarm for every station. What was
 * never heard of at all is another cause, one of a network as well.
 */
export const judgeSilence = async (
  tx: EntityManager,
  pack: Pack,
  event: EventOf<typeof SilenceStarted>,
): Promise<void> => {
  const { data, occurredAt } = event;
  const subject: SubjectRef = { kind: 'network', id: data.network };
  const { neverHeard = false } = data;
  const source = neverHeard ? 'never-heard' : 'silence';
  const rules = inForce(pack.rules, shanghaiDate(occurredAt)).filter((rule) => rule.source === source);
  for (const rule of rules) await lockCause(tx, rule.id, `network:${data.network}`);
  await keepSilence(tx, {
    network: data.network,
    subject: data.subject,
    silentSince: new Date(data.silentSince),
    lastSeenAt: new Date(data.lastSeenAt),
    neverHeard,
    endedAt: data.endedAt === null ? null : new Date(data.endedAt),
    subjectsInNetwork: data.subjectsInNetwork,
  });
  const silent = (await standingSilences(tx, data.network)).filter((one) => one.neverHeard === neverHeard);
  const longest = silent[0];
  const silentHours = longest ? Math.floor((occurredAt.getTime() - longest.lastSeenAt.getTime()) / HOUR_MS) : 0;
  const observation: SilenceObservation = {
    source,
    subject,
    period: {
      kind: 'hour',
      label: occurredAt.toISOString(),
      start: new Date(occurredAt.getTime() - HOUR_MS).toISOString(),
      end: occurredAt.toISOString(),
    },
    revision: await tellingsOfNetwork(tx, data.network, neverHeard),
    dataState: 'realtime',
    episode: shanghaiDate(new Date(data.silentSince)),
    silentHours,
    silentSubjects: silent.length,
    subjectsInNetwork: data.subjectsInNetwork,
  };
  for (const rule of rules) {
    const open = await openWarningOf(tx, rule.id, subject);
    const verdict = judge(rule, observation, { others: [], open: openOf(open) });
    if (verdict.verdict === 'none') continue;
    const names = await namesFor(tx, { subjects: silent.slice(0, MOST_NAMED).map((one) => one.subject) });
    const named = silent.slice(0, MOST_NAMED).map((one) => ({
      subject: one.subject,
      name: names.subject(one.subject),
      lastSeenAt: one.lastSeenAt.toISOString(),
    }));
    await applyVerdict(
      tx,
      pack,
      rule,
      verdict,
      open,
      {
        subject,
        areaId: null,
        unitIds: await responsibleUnits(tx, pack, subject, null, shanghaiDate(occurredAt)),
        title: `${rule.name.zh}：${NETWORKS[data.network] ?? data.network} ${silent.length}/${data.subjectsInNetwork}`,
        period: {
          kind: 'hour',
          label: observation.period.label,
          start: new Date(observation.period.start),
          end: occurredAt,
        },
        dataState: 'realtime',
        startedAt: new Date(data.silentSince),
        details: {
          network: data.network,
          silentSubjects: silent.length,
          subjectsInNetwork: data.subjectsInNetwork,
          silent: named,
        },
        basis: {
          references: silent.map((one) => ({
            service: 'monitoring',
            kind: one.subject.kind,
            id: one.subject.id,
          })),
          query: null,
        },
      },
      occurredAt,
    );
  }
};
