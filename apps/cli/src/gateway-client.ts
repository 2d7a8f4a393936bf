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

  /** The code and what the gateway says of it, without the call it answered; the whole where it came without a code. */
  get said(): string {
    if (this.code === '') return this.message;
    const { detail = '', errors } = (this.body ?? {}) as { readonly detail?: string; readonly errors?: unknown };
    return `${this.code}: ${detail} ${errors ? JSON.stringify(errors) : ''}`.trim();
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
const SIGN_IN_MS = 30_000;
/** A door that answers sooner is not spoken of. */
const SILENCE_MS = 500;

export interface ClientPatience {
  /** How long an address is tried that has not answered once, in milliseconds; three minutes where it is not told. */
  readonly reachWithinMs?: number;
  /** Hears at once that a call has to wait, and why. */
  readonly tell?: (line: string) => void;
}

const NO_ANSWER = 'no answer';
/** What the network says of a call without an answer, in words. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ECONNRESET: 'the connection was cut off',
  UND_ERR_SOCKET: 'the connection was cut off',
  UND_ERR_CONNECT_TIMEOUT: NO_ANSWER,
  ETIMEDOUT: NO_ANSWER,
};
const wordsOf = (why: unknown): string => {
  const { name, message, cause } = why as Error & { readonly cause?: NodeJS.ErrnoException };
  if (name === 'TimeoutError') return NO_ANSWER;
  const { code } = cause ?? (why as NodeJS.ErrnoException);
  if (cause?.message === 'bad port') return 'no program may be called at this port; check --url';
  return WORDS[code ?? ''] ?? cause?.message ?? message;
};

/**
 * The scripted people's way in: signs in as any of them and calls the public interface like a browser. A door that says
 * "try later", or does not answer, is tried again; an answer lost on the way may then come back as a refusal that says
 * the thing is done already.
 */
export class GatewayClient {
  private readonly cookies = new Map<string, string>();
  /** Calls that had to be made more than once. */
  repeats = 0;
  /** Somebody was there: a pause of theirs is waited for longer than an address is tried. */
  private isReached = false;

  constructor(
    private readonly url: string,
    private readonly passwords: Readonly<Record<string, string>>,
    private readonly patience: ClientPatience = {},
  ) {}

  private get patienceMs(): number {
    return this.isReached ? PATIENCE_MS : (this.patience.reachWithinMs ?? PATIENCE_MS);
  }

  async call<T>(
    actor: string,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    options: CallOptions = {},
  ): Promise<T> {
    const since = performance.now();
    let isTold = false;
    const tell = (why: string): void => {
      if (!isTold) this.patience.tell?.(`${this.url}: ${why}; trying for up to ${this.patienceMs / 1_000} s`);
      isTold = true;
    };
    const silence = this.isReached ? undefined : setTimeout(() => tell('no answer yet'), SILENCE_MS);
    try {
      return await this.callPatiently<T>({ actor, method, path, options }, since, tell);
    } finally {
      clearTimeout(silence);
    }
  }

  private async callPatiently<T>(
    { actor, method, path, options }: Readonly<{ actor: string; method: string; path: string; options: CallOptions }>,
    since: number,
    tell: (why: string) => void,
  ): Promise<T> {
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
      const { patienceMs } = this;
      if (performance.now() + wait > since + patienceMs)
        throw new Error(
          this.isReached
            ? `${method} ${path} as ${actor}: not done within ${patienceMs / 1_000} s (${answer.why})`
            : `${this.url}: ${answer.why}, tried for ${patienceMs / 1_000} s; does the platform run, and is this its address?`,
        );
      tell(answer.why);
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
      this.isReached = true;
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
      return { kind: 'later', why: wordsOf(why), uncertain: true };
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
      signal: AbortSignal.timeout(this.isReached ? SIGN_IN_MS : Math.min(SIGN_IN_MS, this.patienceMs)),
    });
    this.isReached = true;
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
