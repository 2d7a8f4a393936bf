import { STATUS_CODES } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { type Observable, throwError } from 'rxjs';
import { Refusal, type RefusalDetails } from '#libs/domain/refusal.js';
import { CORRELATION_HEADER } from './identity.js';
import { type InputFault, InvalidInput } from './input.js';
import { correlationIdOf, type HttpRequest } from './request-context.js';

/** An error answer (RFC 9457); `code` is what clients decide on, `detail` is for people. */
export interface ProblemJson {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly InputFault[];
  readonly details?: RefusalDetails;
  readonly correlationId: string;
}

type Answer = Omit<ProblemJson, 'type' | 'title' | 'correlationId'>;

interface HttpReply {
  readonly sent: boolean;
  code(status: number): HttpReply;
  header(name: string, value: string): HttpReply;
  send(body: string): unknown;
}

const NOT_THERE: Answer = { status: 404, code: 'NOT_FOUND', detail: 'no such record, or none of yours' };
const TRY_LATER: Answer = { status: 503, code: 'TRY_LATER', detail: 'the database is away; nothing was kept' };
const RETRY_AFTER_S = '5';

const refusalStatus = (code: string): number => {
  if (code.startsWith('FORBIDDEN')) return 403;
  if (code.endsWith('_NOT_FOUND')) return 404;
  return code.endsWith('_INVALID') ? 422 : 409;
};

/** A read must not tell a foreign record from one that does not exist, so both get the very same answer. */
const answerRefusal = (refusal: Refusal, isRead: boolean): Answer => {
  const status = refusalStatus(refusal.code);
  if (isRead && (status === 404 || refusal.code === 'FORBIDDEN_UNIT')) return NOT_THERE;
  return {
    status,
    code: refusal.code,
    detail: refusal.message,
    ...(refusal.details === undefined ? {} : { details: refusal.details }),
  };
};

const answerHttp = (exception: HttpException): Answer => {
  const status = exception.getStatus();
  const body = exception.getResponse();
  const named = typeof body === 'object' && 'code' in body && typeof body.code === 'string' ? body.code : null;
  const code = named ?? (STATUS_CODES[status] ?? 'ERROR').toUpperCase().replaceAll(/[^A-Z]+/g, '_');
  // A fault's own words stay inside; what a client may read was put into a client error by the edge on purpose.
  return status >= 500 && named === null ? { status, code } : { status, code, detail: exception.message };
};

/** Connection lost or refused: Node's network codes, PostgreSQL classes 08 and 57P, and 53300 (too many connections). */
const DATABASE_AWAY = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|08...|57P..|53300)$/;

/** PostgreSQL: deadlock or serialisation failure; the same call made again goes through. */
const OUT_OF_STEP = /^(40001|40P01)$/;
/** PostgreSQL 23505: two calls at once wanted the same key, and the other one was first. */
const SAME_KEY = /^23505$/;
/** PostgreSQL: text that is no date, no uuid, no number, or a number out of range. */
const UNREADABLE_VALUE = /^(22007|22008|22P02|22003)$/;

/** Code of the database or of the network under it; null where the error came from neither. */
const databaseCode = (error: unknown): string | null => {
  if (typeof error !== 'object' || error === null) return null;
  if ('driverError' in error && error.driverError !== error) return databaseCode(error.driverError);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error && error.message === 'Connection terminated unexpectedly' ? '08006' : null;
};

const answerDatabase = (code: string): Answer | null => {
  if (DATABASE_AWAY.test(code)) return TRY_LATER;
  if (OUT_OF_STEP.test(code))
    return { status: 503, code: 'TRY_LATER', detail: 'another change came between; nothing was kept' };
  if (SAME_KEY.test(code))
    return { status: 409, code: 'ALREADY_THERE', detail: 'a record with this key has just been made by somebody else' };
  if (UNREADABLE_VALUE.test(code))
    return { status: 400, code: 'INPUT_INVALID', detail: 'a date, number or identifier of the request cannot be read' };
  return null;
};

const answerTo = (error: unknown, isRead: boolean): Answer => {
  if (error instanceof Refusal) return answerRefusal(error, isRead);
  if (error instanceof InvalidInput) {
    return { status: 400, code: 'INPUT_INVALID', detail: 'the request does not fit its schema', errors: error.faults };
  }
  if (error instanceof HttpException) return answerHttp(error);
  return answerDatabase(databaseCode(error) ?? '') ?? { status: 500, code: 'FAULT' };
};

/**
 * The only place where errors become HTTP answers: refusals 409, 422, 403 or 404 by their code, bad input 400 with each
 * path, HTTP exceptions their own status, a lost database 503, a key taken at the same moment 409, and everything else 500 with the correlation id and nothing
 * else. Errors of Kafka records are handed on unchanged: the transport decides about them.
 */
@Catch()
export class ProblemJsonFilter implements ExceptionFilter {
  constructor(private readonly log: { error(fields: object, message: string): void }) {}

  catch(error: unknown, host: ArgumentsHost): Observable<never> | undefined {
    if (host.getType() !== 'http') return throwError(() => error);
    const http = host.switchToHttp();
    const request = http.getRequest<HttpRequest>();
    const reply = http.getResponse<HttpReply>();
    const correlationId = correlationIdOf(request);
    const answer = answerTo(error, request.method === 'GET' || request.method === 'HEAD');
    if (answer.status >= 500) this.log.error({ err: error, correlationId, status: answer.status }, 'request failed');
    if (reply.sent) return undefined;
    const problem: ProblemJson = {
      type: 'about:blank',
      title: STATUS_CODES[answer.status] ?? 'Error',
      ...answer,
      correlationId,
    };
    reply
      .code(answer.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header(CORRELATION_HEADER, correlationId);
    if (answer.status === 503) reply.header('retry-after', RETRY_AFTER_S);
    reply.send(JSON.stringify(problem));
    return undefined;
  }
}
