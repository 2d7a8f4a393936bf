import { setTimeout as pause } from 'node:timers/promises';

/** What the gateway refused, as it said it. */
export class GatewayRefusal extends Error {
  override readonly name = 'GatewayRefusal';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly body: unknown,
  ) {
    super(message);
  }
}

export interface CallOptions {
  readonly body?: unknown;
  /** Raw text instead of JSON, with its media type. */
  readonly text?: { readonly type: string; readonly content: string };
  readonly form?: FormData;
  /** The whole may be begun again after it was broken off, so what is there already is no refusal. */
  readonly again?: boolean;
  /** Refusal codes that mean the same call went through before its answer was lost. */
  readonly doneCodes?: readonly string[];
  /** The answer is a file: its bytes are handed back as they came (a Buffer). */
  readonly asBytes?: boolean;
}

interface Refused {
  readonly kind: 'refused';
  readonly refusal: GatewayRefusal;
}
interface Later {
  readonly kind: 'later';
  readonly why: string;
  readonly uncertain: boolean;
}

const refusedSignIn = (status: number, message: string): Refused => ({
  kind: 'refused',
  refusal: new GatewayRefusal(status, 'SIGN_IN_REFUSED', message, undefined),
});

const PATIENCE_MS = 180_000;

/**
 * The scripted people's way in: signs in as any of them and calls the public interface like a browser. A door that says
 * "try later", or does not answer, is tried again; an answer lost on the way may then come back as a refusal that says
 * the thing is done already.
 */
export class GatewayClient {
  private readonly cookies = new Map<string, string>();
  /** Calls that had to be made more than once. */
  repeats = 0;

  constructor(
    private readonly url: string,
    private readonly passwords: Readonly<Record<string, string>>,
  ) {}

  async call<T>(
    actor: string,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    options: CallOptions = {},
  ): Promise<T> {
    const deadline = performance.now() + PATIENCE_MS;
    let uncertain = false;
    let isRenewed = false;
    for (let wait = 100; ; wait = Math.min(wait * 2, 2_000)) {
      const answer = await this.tryCall(actor, method, path, options);
      if (answer.kind === 'answer') return answer.value as T;
      if (answer.kind === 'refused') {
        if (
          (uncertain || options.again) &&
          (options.doneCodes ?? []).some((code) => answer.refusal.code.includes(code))
        )
          return undefined as T;
        // A session that has ended is begun anew, once: a door that turns a fresh one away will do so again.
        if (answer.refusal.status !== 401 || isRenewed || !this.cookies.delete(actor)) throw answer.refusal;
        isRenewed = true;
        continue;
      }
      uncertain ||= answer.uncertain;
      this.repeats++;
      if (performance.now() > deadline)
        throw new Error(`${method} ${path} as ${actor}: no answer for ${PATIENCE_MS / 1000} s (${answer.why})`);
      await pause(wait);
    }
  }

  private async tryCall(
    actor: string,
    method: string,
    path: string,
    options: CallOptions,
  ): Promise<{ kind: 'answer'; value: unknown } | Refused | Later> {
    try {
      const cookie = this.cookies.get(actor) ?? (await this.signIn(actor));
      if (typeof cookie !== 'string') return cookie;
      const answer = await fetch(`${this.url}${path}`, {
        method,
        headers: {
          cookie,
          ...(options.text
            ? { 'content-type': options.text.type }
            : options.body === undefined
              ? {}
              : { 'content-type': 'application/json' }),
        },
        body:
          options.form ?? options.text?.content ?? (options.body === undefined ? null : JSON.stringify(options.body)),
        signal: AbortSignal.timeout(60_000),
      });
      if (answer.ok && options.asBytes) return { kind: 'answer', value: Buffer.from(await answer.arrayBuffer()) };
      const text = await answer.text();
      const isJson = /json/.test(answer.headers.get('content-type') ?? '');
      const value: unknown = text === '' ? undefined : isJson ? JSON.parse(text) : text;
      if (answer.ok) return { kind: 'answer', value };
      if (answer.status >= 500 || answer.status === 429)
        return { kind: 'later', why: `${answer.status} ${text.slice(0, 200)}`, uncertain: answer.status !== 429 };
      const problem = value as { code?: string; detail?: string; errors?: unknown };
      const detail = `${problem.detail ?? ''} ${problem.errors ? JSON.stringify(problem.errors) : ''}`.trim();
      return {
        kind: 'refused',
        refusal: new GatewayRefusal(
          answer.status,
          problem.code ?? '',
          `${method} ${path} as ${actor}: ${answer.status} ${problem.code}: ${detail}`,
          value,
        ),
      };
    } catch (why) {
      return { kind: 'later', why: String(why), uncertain: true };
    }
  }

  /** The cookie of a session. Who is turned away with a name and password is so the next time, too, and is not tried again. */
  private async signIn(actor: string): Promise<string | Refused | Later> {
    const password = this.passwords[actor];
    if (!password) return refusedSignIn(0, `no password is known for ${actor}`);
    const answer = await fetch(`${this.url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ userName: actor, password }),
      signal: AbortSignal.timeout(30_000),
    });
    await answer.body?.cancel();
    if (answer.status >= 500 || answer.status === 429)
      return { kind: 'later', why: `sign-in ${answer.status}`, uncertain: false };
    if (answer.status === 401)
      return refusedSignIn(401, `${actor} cannot sign in: user name or password do not fit, or the account rests`);
    if (!answer.ok) return refusedSignIn(answer.status, `${actor} cannot sign in at ${this.url}: ${answer.status}`);
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';', 1)[0]!)
      .join('; ');
    this.cookies.set(actor, cookie);
    return cookie;
  }
}
