import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from './schema.js';

/** Shapes of the interface by their names, e.g. `Schemas['ProblemDetail']`. */
export type Schemas = components['schemas'];

/** What the gateway says is wrong (problem+json). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  readonly details?: Readonly<Record<string, unknown>>;
  readonly correlationId?: string;
}

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.code);
  }
}

let onSignedOut: () => void = () => undefined;
/** What to do when the session has ended. */
export const whenSignedOut = (handler: () => void): void => {
  onSignedOut = handler;
};

/** Questions whose 401 says something else than that a session has ended. */
const ASKS_WHO = /\/api\/(sign-in|me|change-password)$/;

const refusalOf = async (response: Response): Promise<ApiProblem> => {
  const problem = (await response.json().catch(() => ({ code: 'UNREADABLE' }))) as Partial<Problem>;
  return new ApiProblem({ ...problem, code: problem.code ?? 'UNREADABLE', status: response.status });
};

const problems: Middleware = {
  onResponse: async ({ response, request }) => {
    if (response.ok) return undefined;
    const { pathname } = new URL(request.url);
    if (response.status === 401 && !ASKS_WHO.test(pathname)) onSignedOut();
    throw await refusalOf(response);
  },
};

export const api = createClient<paths>({ baseUrl: '/' });
api.use(problems);

/** The data of an answer; a refusal has been thrown by then. */
export const dataOf = async <T>(answer: Promise<{ data?: T }>): Promise<T> => (await answer).data as T;

/** Sends a write whose path came with the record: `path` below the API's root, such as `/problems/{id}/sign`. */
export const send = async (path: string, body: object, method: 'POST' | 'PUT' = 'POST'): Promise<unknown> => {
  const [url, init] = [`/api${path}` as never, { body } as never];
  return dataOf((method === 'PUT' ? api.PUT(url, init) : api.POST(url, init)) as Promise<{ data?: unknown }>);
};

/** Stores a file once by its content; records refer to its SHA-256. */
export const uploadFile = async (file: File): Promise<Schemas['UploadedFile']> => {
  const body = new FormData();
  body.append('file', file);
  const response = await fetch('/api/files', { method: 'POST', body });
  if (response.ok) return (await response.json()) as Schemas['UploadedFile'];
  if (response.status === 401) onSignedOut();
  throw await refusalOf(response);
};

export const fileUrl = (sha256: string): string => `/api/files/${sha256}`;
