import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RoleState, UnitState } from '#libs/contracts/directory.events.js';
import { sheet } from '#libs/documents/sheet.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { eventually } from '#libs/testing/eventually.js';
import { startTestService, type TestService } from '#libs/testing/test-service.js';
import { recordState } from '../src/register/record-state.js';
import { DirectoryConfig } from '../src/config.js';
import { directory } from '../src/service.js';

const ADMIN = {
  permissions: ['directory.read', 'directory.manage', 'account.manage', 'session.manage'],
  unitId: 'city',
};
const AT = new Date('2026-05-07T01:00:00Z');
let service: TestService;

const put = (id: string, parentId: string | null, expectedVersion = 0, more: object = {}) =>
  service.call(ADMIN, 'PUT', `/units/${id}`, {
    name: id,
    shortName: id,
    type: 'LINE_DEPARTMENT',
    parentId,
    external: false,
    areaId: null,
    expectedVersion,
    ...more,
  });

beforeAll(async () => {
  service = await startTestService({
    definition: directory,
    config: DirectoryConfig,
    at: AT.toISOString(),
    settings: { SIGN_IN_ATTEMPTS: '3' },
  });
  await runWithCause(systemCause('spec'), () =>
    service.db.transaction((tx) =>
      recordState(
        tx,
        { noun: 'role', contract: RoleState },
        { id: 'clerk', name: 'clerk', permissions: ['problem.read', 'problem.sign'] },
        { at: AT },
      ),
    ),
  );
  expect((await put('city', null)).status).toBe(200);
  expect((await put('housing', 'city')).status).toBe(200);
});
afterAll(() => service?.stop());

describe('the register', () => {
  it('publishes whole states with versions and works out where a unit stands', async () => {
    await eventually(() =>
      expect(service.published(UnitState).map(({ id, version, path }) => [id, version, path])).toContainEqual([
        'housing',
        1,
        ['city', 'housing'],
      ]),
    );
  });

  it('refuses a change made on an older version, and one that changes nothing makes no version', async () => {
    expect(await put('housing', 'city', 0)).toMatchObject({ status: 409, body: { code: 'STATE_CHANGED_MEANWHILE' } });
    expect(await put('housing', 'city', 1)).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await put('housing', 'city', 1, { name: 'Housing' })).toMatchObject({ status: 200, body: { version: 2 } });
  });

  it('refuses a unit below itself or below nobody, by name', async () => {
    expect(await put('city', 'housing', 1)).toMatchObject({ status: 422, body: { code: 'UNIT_PARENT_INVALID' } });
    expect(await put('lost', 'nowhere')).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('nowhere') },
    });
  });

  it('of three writers at once lets one through', async () => {
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => put('race', 'city', 0, { name })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('answers what was known earlier', async () => {
    await service.setClock('2026-06-01T00:00:00Z');
    await put('housing', 'city', 2, { name: 'Housing and building' });
    const then = await service.call<{ name: string }>(ADMIN, 'GET', '/units/housing?knownAt=2026-05-20T00:00:00Z');
    expect(then.body.name).toBe('Housing');
  });
});

describe('a branch’s administrator', () => {
  const branch = { permissions: ['directory.read', 'directory.manage', 'account.manage'], unitId: 'housing' };
  const write = (path: string, body: object) => service.call(branch, 'PUT', path, { expectedVersion: 0, ...body });
  const unit = { shortName: 'x', name: 'x', type: 'LINE_DEPARTMENT', external: false, areaId: null };
  const post = { title: '主任', kind: 'office-director', holders: [] };

  it('writes its own units and posts', async () => {
    expect(await write('/units/housing-north', { ...unit, parentId: 'housing' })).toMatchObject({ status: 200 });
    expect(await write('/posts/housing.head', { ...post, unitId: 'housing' })).toMatchObject({ status: 200 });
  });

  it.each([
    ['a unit beside it', '/units/beside', { ...unit, parentId: 'city' }],
    ['a unit at the top', '/units/top', { ...unit, parentId: null }],
    ['a post elsewhere', '/posts/city.head', { ...post, unitId: 'city' }],
    ['a role, which is everybody’s', '/roles/clerk', { name: 'clerk', permissions: ['act.sign'], expectedVersion: 1 }],
    ['an outside body', '/units/outside', { ...unit, parentId: 'housing', external: true }],
  ])('does not write %s', async (_what, path, body) => {
    expect(await write(path, body)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN_UNIT' } });
  });

  it('imports nothing beyond its reach', async () => {
    const column = (header: string, n: number) => ({ key: `c${n}`, header, width: 12 });
    const units = await sheet(
      ['单位编码', '单位名称', '单位类型', '上级单位编码'].map(column),
      [
        ['own-1', '下属单位', 'LINE_DEPARTMENT', 'housing'],
        ['other-1', '别家单位', 'LINE_DEPARTMENT', 'city'],
      ],
      { name: '单位' },
    );
    const { sha256 } = await service.running.parts.files.put(units);
    const done = await service.call<{ saved: { id: string }[]; faults: { code: string }[] }>(
      branch,
      'POST',
      '/imports/units',
      { sha256 },
    );
    expect(done.body.saved.map(({ id }) => id)).toEqual(['own-1']);
    expect(done.body.faults.map(({ code }) => code)).toEqual(['FORBIDDEN_UNIT']);
  });
});

describe('a session', () => {
  const signIn = (password: string) =>
    service.call<{ outcome: string; token?: string }>(ADMIN, 'POST', '/sessions', {
      userName: 'clerk',
      password,
      address: null,
    });
  const verify = (token: string) =>
    service.call<{ session: { identity: { grants: object[] } } | null }>(ADMIN, 'POST', '/sessions/verify', { token });

  it('opens with the password, carries the roles of the day, and ends', async () => {
    const made = await service.call(ADMIN, 'POST', '/accounts', {
      userName: 'clerk',
      displayName: 'Clerk',
      password: 'long enough',
      roles: [{ roleId: 'clerk', unitId: 'housing' }],
    });
    expect(made.status).toBe(201);
    const { body } = await signIn('long enough');
    expect((await verify(body.token!)).body.session?.identity.grants).toEqual([
      { permission: 'problem.read', unitId: 'housing' },
      { permission: 'problem.sign', unitId: 'housing' },
    ]);
    await service.call(ADMIN, 'POST', '/sessions/close', { token: body.token });
    expect((await verify(body.token!)).body.session).toBeNull();
  });

  it('is refused alike for a wrong password and an unknown name, and the account rests after three tries', async () => {
    expect(
      (await service.call(ADMIN, 'POST', '/sessions', { userName: 'nobody', password: 'x', address: null })).body,
    ).toEqual({ outcome: 'refused' });
    for (let n = 0; n < 3; n++) expect((await signIn('wrong')).body).toEqual({ outcome: 'refused' });
    expect((await signIn('long enough')).body).toEqual({ outcome: 'refused' });
  });

  it('is managed only where the manager’s own unit reaches', async () => {
    const branch = { permissions: ['account.manage'], unitId: 'housing' };
    const made = await service.call<{ id: string }>(ADMIN, 'POST', '/accounts', {
      userName: 'head',
      displayName: 'Head',
      password: 'long enough',
      roles: [{ roleId: 'clerk', unitId: 'city' }],
    });
    const { id } = made.body;
    const account = { userName: 'other', displayName: 'Other', password: 'long enough' };
    for (const answer of [
      await service.call(branch, 'POST', `/accounts/${id}/password`, { password: 'mine from now on' }),
      await service.call(branch, 'PUT', `/accounts/${id}/roles`, { roles: [] }),
      await service.call(branch, 'POST', '/accounts', { ...account, roles: [{ roleId: 'clerk', unitId: 'city' }] }),
    ])
      expect(answer).toMatchObject({ status: 403, body: { code: 'FORBIDDEN_UNIT' } });
    expect((await put('province', null, 0, { external: true })).status).toBe(200);
    const upper = { ...account, userName: 'upper', roles: [{ roleId: 'clerk', unitId: 'province' }] };
    expect((await service.call(branch, 'POST', '/accounts', upper)).status).toBe(403);
    expect((await service.call(ADMIN, 'POST', '/accounts', upper)).status).toBe(201);
    const own = await service.call<{ id: string }>(branch, 'POST', '/accounts', {
      ...account,
      roles: [{ roleId: 'clerk', unitId: 'housing' }],
    });
    expect(own.status).toBe(201);
    expect(
      await service.call(branch, 'PUT', `/accounts/${own.body.id}/roles`, {
        roles: [{ roleId: 'clerk', unitId: 'city' }],
      }),
    ).toMatchObject({ status: 403 });
    expect(
      await service.call(ADMIN, 'PUT', `/accounts/${own.body.id}/roles`, {
        roles: [{ roleId: 'nobody', unitId: 'city' }],
      }),
    ).toMatchObject({ body: { code: 'ACCOUNT_ROLE_INVALID' } });
  });

  it('is nobody’s business but the gateway’s', async () => {
    expect(
      (await service.call({ permissions: ['directory.read'] }, 'POST', '/sessions/verify', { token: 'x' })).status,
    ).toBe(403);
  });
});

it('imports units from a sheet, naming every row it did not take', async () => {
  const columns = ['单位编码', '单位名称', '单位类型', '上级单位编码'].map((header, n) => ({
    key: `c${n}`,
    header,
    width: 12,
  }));
  const rows = [
    ['town-1', '示例镇', 'TOWNSHIP', 'city'],
    ['town-2', '', 'TOWNSHIP', 'city'],
    ['town-3', '另一镇', 'CASTLE', 'city'],
  ];
  const bytes = await sheet(columns, rows, { name: '单位' });
  const { sha256 } = await service.running.parts.files.put(bytes);
  const trial = await service.call<{ saved: object[]; faults: { row: number; column: string | null; code: string }[] }>(
    ADMIN,
    'POST',
    '/imports/units',
    { sha256, dryRun: true },
  );
  expect(trial.body.saved).toHaveLength(1);
  expect((await service.call(ADMIN, 'GET', '/units/town-1')).status).toBe(404);
  const done = await service.call<typeof trial.body>(ADMIN, 'POST', '/imports/units', { sha256 });
  expect(done.body.saved).toMatchObject([{ id: 'town-1' }]);
  expect(done.body.faults.map(({ column, code }) => [column, code])).toEqual([
    ['单位名称', 'CELL_EMPTY'],
    [null, 'UNIT_TYPE_INVALID'],
  ]);
  expect((await service.call(ADMIN, 'GET', '/units/town-1')).status).toBe(200);
});
