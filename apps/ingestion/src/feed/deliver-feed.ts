import type { EntityManager } from 'typeorm';
import type { DataState } from '#libs/domain/telemetry/data-state.js';
import { PLAIN_LAYOUTS, PUBLICATIONS } from '#libs/domain/telemetry/file-layout.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { deliveryRoots, reachedRegister, type ReachedRegister } from '../reach.js';
import { type FeedContent, readPlainFeed } from './plain-feed.js';
import { readPublication } from './publication-feed.js';

export interface FeedFile {
  readonly layout: string;
  readonly text: string;
  readonly sha256: string;
  readonly dataState: DataState;
  /** Publications that name sections: the province whose names the register holds. */
  readonly province?: string | undefined;
  readonly reason?: string | undefined;
}

/** A subject the register knows and the deliverer does not reach is none of theirs; whom nobody knows is told of later. */
const withinReach = ({ rows, faults }: FeedContent, { subjects, isReached }: ReachedRegister): FeedContent => {
  const beyond = new Set(subjects.filter((subject) => !isReached(subject)).map(({ id }) => id));
  if (beyond.size === 0) return { rows, faults };
  return {
    rows: rows.filter(({ code }) => !beyond.has(code)),
    faults: [
      ...faults,
      ...rows
        .filter(({ code }) => beyond.has(code))
        .map(({ line, code, row }) => ({
          line,
          reason: 'OUT_OF_REACH',
          where: `code: ${code}`,
          text: JSON.stringify(row),
        })),
    ],
  };
};

const contentOf = ({ layout, text, province }: FeedFile, register: ReachedRegister, at: Date): FeedContent => {
  const plain = PLAIN_LAYOUTS.find(({ id }) => id === layout);
  if (plain) return withinReach(readPlainFeed(plain, text), register);
  const publication = PUBLICATIONS.find(({ id }) => id === layout);
  if (publication)
    return readPublication(publication, text, register, {
      province: province ?? null,
      receivedAt: at,
    });
  const known = [...PLAIN_LAYOUTS, ...PUBLICATIONS].map(({ id }) => id).join(', ');
  throw new Refusal('FEED_LAYOUT_NOT_FOUND', `no layout ${layout}; known: ${known}`);
};

/**
 * Reads a feed file and notes who brought it. It is noted before anything is sent: a file noted and not sent is sent again,
 * one sent and not noted would stay unknown. Refuses with FEED_LAYOUT_NOT_FOUND and what `deliveryRoots` refuses.
 */
export const deliverFeed = async (
  tx: EntityManager,
  file: FeedFile,
  at: Date,
  identity: Identity,
): Promise<FeedContent> => {
  const register = await reachedRegister(tx, await deliveryRoots(tx, identity, file));
  const content = contentOf(file, register, at);
  const { layout, dataState, province, reason } = file;
  await audit(tx, {
    at,
    action: 'feed.deliver',
    subject: { kind: 'file', id: file.sha256 },
    new: {
      layout,
      dataState,
      ...(province === undefined ? {} : { province }),
      accepted: content.rows.length,
      refused: content.faults.length,
    },
    reason: reason ?? null,
  });
  return content;
};
