import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DeliverySeen } from './records-seen.js';
import type { Part, SeasonSeen } from './season-seen.js';

const known = new WeakMap<object, Promise<DeliverySeen[]>>();

const readAll = async ({ doors }: SeasonSeen): Promise<DeliverySeen[]> => {
  const about: [kind: string, id: string][] = [
    ...(await doors.warnings()).map(({ warningId }): [string, string] => ['warning', warningId]),
    ...(await doors.acts()).map(({ id }): [string, string] => ['act', id]),
    ...(await doors.tasks()).map(({ id }): [string, string] => ['task', id]),
    ...(await doors.dispatches()).map(({ dispatchId }): [string, string] => ['dispatch', dispatchId]),
  ];
  const found: DeliverySeen[] = [];
  for (const [kind, id] of about) found.push(...(await doors.deliveries(kind, id)));
  return found;
};

/** What was delivered about warnings, acts, tasks and dispatches; read once. */
export const allDeliveries = (season: SeasonSeen): Promise<DeliverySeen[]> =>
  known.get(season.doors) ?? known.set(season.doors, readAll(season)).get(season.doors)!;

const doubled = (keys: readonly string[]): string[] => [...new Set(keys.filter((key, n) => keys.indexOf(key) !== n))];

/** One message per recipient and channel, none lost, each mail once in the sample's mailbox. */
export const deliveriesPart: Part = (season) => [
  {
    id: 'deliveries-once',
    words: 'nobody was told the same thing twice over one channel',
    from: '2026-05-07 18:00',
    expected: [],
    found: async () =>
      doubled(
        (await allDeliveries(season)).map(
          ({ aboutKind, aboutId, occasion, recipientPersonId, recipientPostId, channel }) =>
            `${aboutKind} ${aboutId} ${occasion} ${recipientPersonId ?? recipientPostId} ${channel}`,
        ),
      ),
  },
  {
    id: 'deliveries-sent',
    words: 'messages went out over the console and by mail, and none waits or failed',
    from: '2026-05-07 18:00',
    expected: { channels: ['console', 'email'], open: [] },
    found: async () => {
      const all = await allDeliveries(season);
      const isOut = ({ state }: DeliverySeen): boolean => state === 'sent' || state === 'read';
      return {
        channels: [...new Set(all.filter(isOut).map(({ channel }) => channel))].sort(),
        open: all.filter((one) => !isOut(one)).map(({ id, channel, state }) => `${id} ${channel} ${state}`),
      };
    },
  },
  {
    id: 'deliveries-acts',
    words: 'every issued act reached the inbox of each post it is addressed to, once',
    from: '2026-05-08 20:00',
    expected: [],
    found: async () => {
      const all = await allDeliveries(season);
      const acts = (await season.doors.acts()).filter(({ issuedOn }) => issuedOn !== null);
      return acts.flatMap((act) =>
        act.addresseePosts
          .filter(
            ({ id }) =>
              all.filter(
                (one) =>
                  one.aboutId === act.id &&
                  one.occasion === 'issued' &&
                  one.recipientPostId === id &&
                  one.channel === 'console',
              ).length !== 1,
          )
          .map(({ id }) => `${act.cause}/${act.kind} ${id}`),
      );
    },
  },
  {
    id: 'deliveries-mail',
    words: 'every mail that was sent lies in the mailbox once',
    from: '2026-05-07 18:00',
    expected: [],
    found: async () => {
      const folder = join(season.dataDir, 'mail');
      if (!existsSync(folder)) return `no mailbox at ${folder}`;
      const mails = readdirSync(folder).map((name) => name.replace(/\.eml$/, ''));
      const sent = (await allDeliveries(season)).filter(
        ({ channel, state }) => channel === 'email' && (state === 'sent' || state === 'read'),
      );
      return [
        ...doubled(mails).map((id) => `${id} twice`),
        ...sent.filter(({ id }) => !mails.includes(id)).map(({ id }) => `${id} not there`),
      ];
    },
  },
];
