import 'reflect-metadata';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Body,
  Controller,
  Get,
  GoneException,
  InternalServerErrorException,
  Module,
  Param,
  Post,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import fc from 'fast-check';
import { z } from 'zod';
import { Refusal } from '#libs/domain/refusal.js';
import { currentCause } from '#libs/observability/cause.js';
import { httpEdgeProviders } from './http-edge.js';
import { type Identity, signIdentity } from './identity.js';
import { assertEveryRouteGuarded, CurrentIdentity, Public, Requires } from './permission.guard.js';
import { requireScope } from './scope.js';

const KEY = 'ab'.repeat(32);
const CORRELATION = '0190a0b0-1111-7222-8333-444455556666';
const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

/** A small area: city above two counties, towns below them. */
const UNITS: Record<string, string[]> = {
  city: ['city'],
  north: ['city', 'north'],
  south: ['city', 'south'],
  'north-town': ['city', 'north', 'north-town'],
  'south-town': ['city', 'south', 'south-town'],
};

const Body1 = z.object({ title: z.string().min(1), limits: z.array(z.object({ value: z.number() })) });

@Controller('records')
class RecordController {
  @Get(':unit')
  @Requires('problem.read')
  read(@Param('unit') unit: string, @CurrentIdentity() identity: Identity) {
    const path = UNITS[unit];
    if (!path) throw new Refusal('PROBLEM_NOT_FOUND', `no problem ${unit}`);
    requireScope(identity, 'problem.read', path);
    return { unit };
  }

  @Post(':unit/sign')
  @Requires('problem.sign')
  sign(@Param('unit') unit: string, @CurrentIdentity() identity: Identity) {
    const path = UNITS[unit];
    if (!path) throw new Refusal('PROBLEM_NOT_FOUND', `no problem ${unit}`);
    requireScope(identity, 'problem.sign', path);
    return { unit };
  }

  @Post()
  @Requires('problem.register')
  register(@Body({ schema: Body1 }) body: z.infer<typeof Body1>) {
    return body;
  }

  @Get('cause/slow')
  @Requires('problem.read')
  async cause() {
    await pause(5);
    await new Promise((resolve) => setImmediate(resolve));
    return currentCause();
  }

  @Post('cause/body')
  @Requires('problem.read')
  causeOfPost(@Body() _body: unknown) {
    return Promise.resolve().then(() => currentCause());
  }

  @Get('open/door')
  @Public()
  open() {
    return currentCause();
  }

  @Get('fail/:how')
  @Public()
  fail(@Param('how') how: string) {
    const faults: Record<string, unknown> = {
      conflict: new Refusal('PROBLEM_ILLEGAL_TRANSITION', 'not from here', { from: 'CLOSED' }),
      invalid: new Refusal('DEADLINE_INVALID', 'a deadline lies in the future'),
      forbidden: new Refusal('FORBIDDEN_SELF_ACCEPTANCE', 'the doer may not accept'),
      missing: new Refusal('PROBLEM_NOT_FOUND', 'no problem T-99'),
      gone: new GoneException('merged into another'),
      broken: new InternalServerErrorException('select * from secret'),
      fault: new Error('password=hunter2'),
      zod: z.string().safeParse(1).error,
      away: Object.assign(new Error('query failed'), {
        driverError: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
      }),
      shutdown: Object.assign(new Error('terminating'), { code: '57P01' }),
      duplicate: Object.assign(new Error('duplicate key'), { code: '23505' }),
      noDate: Object.assign(new Error('query failed'), {
        driverError: Object.assign(new Error('invalid input syntax for type date'), { code: '22007' }),
      }),
      deadlock: Object.assign(new Error('deadlock detected'), { code: '40P01' }),
      noTable: Object.assign(new Error('relation does not exist'), { code: '42P01' }),
    };
    throw faults[how];
  }
}

const logged: { fields: object; message: string }[] = [];

const appWith = async (controllers: Type[]): Promise<NestFastifyApplication> => {
  @Module({
    controllers,
    providers: httpEdgeProviders({
      internalKey: KEY,
      log: { error: (fields, message) => void logged.push({ fields, message }) },
    }),
  })
  class TestModule {}
  const app = await NestFactory.create<NestFastifyApplication>(TestModule, new FastifyAdapter(), {
    logger: false,
    abortOnError: false,
  });
  await app.listen(0, '127.0.0.1');
  return app;
};

const identityWith = (grants: [string, string][]): Identity => ({
  accountId: 'account-1',
  personId: 'person-1',
  name: '示例人员',
  postIds: ['post-1'],
  grants: grants.map(([permission, unitId]) => ({ permission, unitId })),
  unitId: 'north',
  postId: 'post-1',
});

describe('the HTTP edge', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await appWith([RecordController]);
  });
  afterAll(() => app.close());

  const call = async (
    method: 'GET' | 'POST',
    url: string,
    grants: [string, string][] | null,
    more: { payload?: string | object; headers?: Record<string, string> } = {},
  ) => {
    const headers: Record<string, string> = { 'x-correlation-id': CORRELATION, ...more.headers };
    if (grants) headers['x-duban-identity'] = await signIdentity(KEY, identityWith(grants));
    if (typeof more.payload === 'object') headers['content-type'] = 'application/json';
    const payload = typeof more.payload === 'object' ? JSON.stringify(more.payload) : more.payload;
    const answer = await fetch((await app.getUrl()) + url, { method, headers, ...(payload ? { body: payload } : {}) });
    const text = await answer.text();
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      headers: answer.headers,
      text,
      body: JSON.parse(text),
    };
  };

  it('answers 401 without an identity and with a bad one', async () => {
    const none = await call('GET', '/records/north', null);
    expect([none.status, none.type, none.body.code]).toEqual([401, PROBLEM_JSON, 'IDENTITY_MISSING']);
    const bad = await call('GET', '/records/north', null, { headers: { 'x-duban-identity': 'a.b.c' } });
    expect([bad.status, bad.body.code]).toEqual([401, 'IDENTITY_INVALID']);
    const foreign = await signIdentity('cd'.repeat(32), identityWith([['problem.read', 'city']]));
    const other = await call('GET', '/records/north', null, { headers: { 'x-duban-identity': foreign } });
    expect([other.status, other.body.code]).toEqual([401, 'IDENTITY_INVALID']);
  });

  it('answers 403 without the permission in any unit', async () => {
    const { status, body, type } = await call('GET', '/records/north', [['problem.sign', 'city']]);
    expect([status, body.code, type]).toEqual([403, 'PERMISSION_MISSING', PROBLEM_JSON]);
    expect(body.correlationId).toBe(CORRELATION);
  });

  it('tells a foreign record from a missing one in no way when reading', async () => {
    const grants: [string, string][] = [['problem.read', 'north']];
    const foreign = await call('GET', '/records/south-town', grants);
    const missing = await call('GET', '/records/nowhere', grants);
    expect(foreign.status).toBe(404);
    expect(foreign.text).toBe(missing.text);
    expect((await call('GET', '/records/north-town', grants)).status).toBe(200);
  });

  it('answers 403 to an act on a foreign record', async () => {
    const { status, body } = await call('POST', '/records/south/sign', [['problem.sign', 'north']]);
    expect([status, body.code]).toEqual([403, 'FORBIDDEN_UNIT']);
  });

  it('gives every random identity exactly what a simple model gives it', async () => {
    const permission = fc.constantFrom('problem.read', 'problem.sign');
    const unit = fc.constantFrom(...Object.keys(UNITS));
    const grant = fc.tuple(permission, unit);
    await fc.assert(
      fc.asyncProperty(fc.array(grant, { maxLength: 4 }), unit, fc.boolean(), async (grants, record, isRead) => {
        const asked = isRead ? 'problem.read' : 'problem.sign';
        const holds = grants.filter(([name]) => name === asked);
        const reaches = holds.some(([, root]) => record === root || root === 'city' || record === `${root}-town`);
        const expected = holds.length === 0 ? 403 : reaches ? (isRead ? 200 : 201) : isRead ? 404 : 403;
        const answer = await call(isRead ? 'GET' : 'POST', `/records/${record}${isRead ? '' : '/sign'}`, grants);
        expect(answer.status).toBe(expected);
      }),
      { seed: 20260805, numRuns: 200 },
    );
  });

  it('holds the cause through asynchronous controller code and body parsing', async () => {
    const headers = { 'x-duban-address': '203.0.113.7' };
    const slow = await call('GET', '/records/cause/slow', [['problem.read', 'city']], { headers });
    const expected = {
      correlationId: CORRELATION,
      causationId: null,
      actor: { kind: 'account', id: 'account-1', name: '示例人员', unitId: 'north', postId: 'post-1' },
      address: '203.0.113.7',
    };
    expect(slow.body).toEqual(expected);
    expect(slow.headers.get('x-correlation-id')).toBe(CORRELATION);
    const payload = { text: 'x'.repeat(200_000) };
    const posted = await call('POST', '/records/cause/body', [['problem.read', 'city']], { headers, payload });
    expect(posted.body).toEqual(expected);
  });

  it('keeps the causes of simultaneous requests apart', async () => {
    const ids = Array.from({ length: 20 }, (_, n) => `0190a0b0-0000-7000-8000-0000000000${10 + n}`);
    const answers = await Promise.all(
      ids.map((id) =>
        call('GET', '/records/cause/slow', [['problem.read', 'city']], { headers: { 'x-correlation-id': id } }),
      ),
    );
    expect(answers.map(({ body }) => body.correlationId)).toEqual(ids);
  });

  it('believes no address and no correlation id it should not', async () => {
    const open = await call('GET', '/records/open/door', null, {
      headers: { 'x-duban-address': '203.0.113.7', 'x-correlation-id': 'drop table' },
    });
    expect(open.status).toBe(200);
    expect(open.body.actor).toEqual({ kind: 'system', id: 'anonymous', name: 'anonymous', unitId: null, postId: null });
    expect(open.body.address).toBe('127.0.0.1');
    expect(open.body.correlationId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('names every fault of a body by path', async () => {
    const { status, body, type } = await call('POST', '/records', [['problem.register', 'city']], {
      payload: { title: '', limits: [{ value: 1 }, { value: 'two' }] },
    });
    expect([status, type, body.code, body.title]).toEqual([400, PROBLEM_JSON, 'INPUT_INVALID', 'Bad Request']);
    expect(body.errors.map((fault: { path: string }) => fault.path)).toEqual(['title', 'limits.1.value']);
    expect(body.errors.every((fault: { message: string }) => fault.message.length > 0)).toBe(true);
  });

  it('answers unreadable JSON, an unknown route and a strange media type as problems', async () => {
    const grants: [string, string][] = [['problem.register', 'city']];
    const json = { 'content-type': 'application/json' };
    const broken = await call('POST', '/records', grants, { payload: '{"title":', headers: json });
    expect([broken.status, broken.type]).toEqual([400, PROBLEM_JSON]);
    const unknown = await call('GET', '/nothing/here', grants);
    expect([unknown.status, unknown.type, unknown.body.code]).toEqual([404, PROBLEM_JSON, 'NOT_FOUND']);
    const strange = await call('POST', '/records', grants, {
      payload: 'x',
      headers: { 'content-type': 'application/x-strange' },
    });
    expect([strange.status, strange.type]).toEqual([415, PROBLEM_JSON]);
  });

  it.each([
    ['conflict', 409, 'PROBLEM_ILLEGAL_TRANSITION'],
    ['invalid', 422, 'DEADLINE_INVALID'],
    ['forbidden', 403, 'FORBIDDEN_SELF_ACCEPTANCE'],
    ['missing', 404, 'NOT_FOUND'],
    ['gone', 410, 'GONE'],
    ['broken', 500, 'INTERNAL_SERVER_ERROR'],
    ['fault', 500, 'FAULT'],
    ['zod', 500, 'FAULT'],
    ['duplicate', 409, 'ALREADY_THERE'],
    ['noDate', 400, 'INPUT_INVALID'],
    ['deadlock', 503, 'TRY_LATER'],
    ['noTable', 500, 'FAULT'],
    ['away', 503, 'TRY_LATER'],
    ['shutdown', 503, 'TRY_LATER'],
  ])('answers %s with %i %s', async (how, status, code) => {
    const { status: answered, body, type } = await call('GET', `/records/fail/${how}`, null);
    expect([answered, body.status, body.code, type]).toEqual([status, status, code, PROBLEM_JSON]);
  });

  it('keeps a fault to itself, and logs it under the correlation id it answers', async () => {
    logged.length = 0;
    const { body } = await call('GET', '/records/fail/fault', null);
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      code: 'FAULT',
      correlationId: CORRELATION,
    });
    expect(logged).toEqual([
      {
        fields: expect.objectContaining({ correlationId: CORRELATION, err: expect.any(Error) }),
        message: 'request failed',
      },
    ]);
    expect((await call('GET', '/records/fail/broken', null)).text).not.toContain('secret');
    expect((await call('GET', '/records/fail/conflict', null)).body.details).toEqual({ from: 'CLOSED' });
    expect((await call('GET', '/records/fail/away', null)).headers.get('retry-after')).toBe('5');
  });

  it('writes permissions into the OpenAPI document', () => {
    const document = SwaggerModule.createDocument(app, new DocumentBuilder().build(), {
      standardSchemaConverter: () => undefined,
    });
    const of = (path: string, method: 'get' | 'post') =>
      document.paths[path]?.[method] as unknown as Record<string, unknown>;
    expect(of('/records/{unit}/sign', 'post')['x-permission']).toBe('problem.sign');
    expect(of('/records/open/door', 'get')['x-public']).toBe(true);
    expect(of('/records/open/door', 'get')['x-permission']).toBeUndefined();
  });
});

describe('a route without a declaration', () => {
  @Controller('bare')
  class BareController {
    @Get('naked')
    naked() {
      return 'never';
    }
    @Get('both')
    @Public()
    @Requires('problem.read')
    both() {
      return 'never';
    }
    @Get('fine')
    @Requires('problem.read')
    fine() {
      return 'fine';
    }
    notARoute() {
      return 1;
    }
  }
  @Controller('whole')
  @Requires('audit.read')
  class WholeController {
    @Get('one')
    one() {
      return 1;
    }
    @Get('open')
    @Public()
    open() {
      return 2;
    }
  }

  it('stops the start, named, and is closed to everybody if it should run all the same', async () => {
    const app = await appWith([BareController, WholeController]);
    expect(() => assertEveryRouteGuarded(app)).toThrow(
      'Unguarded routes:\n' +
        '  BareController.naked: neither @Requires nor @Public\n' +
        '  BareController.both: both @Requires and @Public',
    );
    const token = await signIdentity(KEY, identityWith([['problem.read', 'city']]));
    const status = async (url: string) =>
      (await fetch((await app.getUrl()) + url, { headers: { 'x-duban-identity': token } })).status;
    expect([await status('/bare/naked'), await status('/bare/both'), await status('/bare/fine')]).toEqual([
      403, 403, 200,
    ]);
    await app.close();
  });

  it('takes a controller-wide declaration, which a method may replace', async () => {
    const app = await appWith([WholeController]);
    expect(() => assertEveryRouteGuarded(app)).not.toThrow();
    expect(() => assertEveryRouteGuarded(app, ['problem.read'])).toThrow('the pack knows no permission audit.read');
    const status = async (url: string) => (await fetch((await app.getUrl()) + url)).status;
    expect([await status('/whole/one'), await status('/whole/open')]).toEqual([401, 200]);
    await app.close();
  });

  it('takes only noun.verb for a permission', () => {
    expect(() => Requires('Problem Read')).toThrow('noun.verb');
    expect(() => Requires('problem.approve-plan')).not.toThrow();
  });
});
