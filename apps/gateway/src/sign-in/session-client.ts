import { createHash } from 'node:crypto';
import { Identity, IDENTITY_HEADER, signIdentity } from '#libs/identity/identity.js';
import { z } from 'zod';

const Session = z.object({
  identity: Identity,
  userName: z.string(),
  mustChange: z.boolean(),
  posts: z.array(z.object({ id: z.string(), title: z.string(), unitId: z.string() })),
});
export type Session = z.infer<typeof Session>;
const Opened = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('opened'), token: z.string(), mustChange: z.boolean() }),
  z.object({ outcome: z.literal('refused') }),
]);

/** How long a verified session is trusted without asking again: a permission taken away works within this time. */
const TRUST_MS = 3_000;
const MOST_REMEMBERED = 5_000;

export class DirectoryAway extends Error {
  override readonly name = 'DirectoryAway';
}

/** Asks the directory about sessions; only the gateway may, with an identity of its own. */
export class SessionClient {
  private readonly remembered = new Map<string, { session: Session | null; until: number }>();

  constructor(private readonly options: { directoryUrl: string; internalKey: string }) {}

  async open(userName: string, password: string, address: string | null): Promise<z.infer<typeof Opened>> {
    return Opened.parse(await this.ask('sessions', { userName, password, address }));
  }

  async verify(token: string): Promise<Session | null> {
    const key = createHash('sha256').update(token).digest('base64');
    const known = this.remembered.get(key);
    const now = performance.now();
    if (known && known.until > now) return known.session;
    const { session } = z.object({ session: Session.nullable() }).parse(await this.ask('sessions/verify', { token }));
    if (this.remembered.size > MOST_REMEMBERED) this.remembered.clear();
    this.remembered.set(key, { session, until: now + TRUST_MS });
    return session;
  }

  async close(token: string): Promise<void> {
    this.remembered.clear();
    await this.ask('sessions/close', { token });
  }

  /** Answers the directory's refusal as its problem+json text, or null when the password was changed. */
  async changePassword(token: string, current: string, next: string): Promise<{ status: number; body: string } | null> {
    this.remembered.clear();
    const answer = await this.post('sessions/change-password', { token, current, next });
    return answer.status === 204 ? null : { status: answer.status, body: await answer.text() };
  }

  private async ask(path: string, body: object): Promise<unknown> {
    const answer = await this.post(path, body);
    if (!answer.ok) throw new DirectoryAway(`the directory answered ${answer.status} to ${path}`);
    return answer.status === 204 ? null : answer.json();
  }

  private async post(path: string, body: object): Promise<Response> {
    const identity = await signIdentity(this.options.internalKey, {
      accountId: 'gateway',
      personId: 'gateway',
      name: 'gateway',
      postIds: [],
      grants: [{ permission: 'session.manage', unitId: '*' }],
      unitId: null,
      postId: null,
    });
    try {
      return await fetch(new URL(path, `${this.options.directoryUrl}/`), {
        method: 'POST',
        headers: { 'content-type': 'application/json', [IDENTITY_HEADER]: identity },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      });
    } catch (why) {
      throw new DirectoryAway('the directory does not answer', { cause: why });
    }
  }
}
