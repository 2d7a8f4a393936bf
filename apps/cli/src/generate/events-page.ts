import { z } from 'zod';
import { RAW_TOPICS } from '#libs/contracts/ingestion.events.js';
import { CONTRACTS, TOPICS } from '#libs/contracts/topics.js';

/** The list of events people read: one row a contract, in topic order. */
export const eventsPage = (): string => {
  const rows = CONTRACTS.map((c) => `| \`${c.topic}\` | \`${c.type}\` | ${c.version} | ${c.order} | ${c.says} |`);
  const raw = Object.values(RAW_TOPICS).map((t) => `| \`${t.topic}\` | raw bytes | – | ${t.order} | ${t.says} |`);
  const topics = TOPICS.map(
    (t) => `| \`${t.topic}\` | ${t.partitions} | ${t.compacted ? 'compacted' : `${t.retentionHours / 24} days`} |`,
  );
  return [
    '# Events',
    '',
    'Generated from `libs/contracts`; do not edit.',
    '',
    '| Topic | Type | Version | Order | Says |',
    '| --- | --- | --- | --- | --- |',
    ...raw,
    ...rows,
    '',
    '## Topics',
    '',
    '| Topic | Partitions | Kept |',
    '| --- | --- | --- |',
    ...topics,
    '',
  ].join('\n');
};

/** The same as AsyncAPI 3, with the JSON Schema of every payload. */
export const asyncApi = (): string => {
  const messages = Object.fromEntries(
    CONTRACTS.map((c) => {
      const { $schema: _dialect, ...payload } = z.toJSONSchema(c.data, {
        io: 'output',
        target: 'draft-2020-12',
        unrepresentable: 'any',
      });
      return [`${c.topic}.${c.type}.v${c.version}`, { name: c.type, title: c.says, payload }];
    }),
  );
  const channels = Object.fromEntries(
    TOPICS.map((t) => [
      t.topic,
      {
        address: t.topic,
        messages: Object.fromEntries(
          CONTRACTS.filter((c) => c.topic === t.topic).map((c) => [
            `${c.type}.v${c.version}`,
            { $ref: `#/components/messages/${c.topic}.${c.type}.v${c.version}` },
          ]),
        ),
      },
    ]),
  );
  return `${JSON.stringify({ asyncapi: '3.0.0', info: { title: 'Duban events', version: '1' }, channels, components: { messages } }, null, 1)}\n`;
};
