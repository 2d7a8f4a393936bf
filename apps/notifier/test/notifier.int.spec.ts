import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { ActChanged } from '#libs/contracts/accountability.events.js';
import { PersonState, PostState, UnitState } from '#libs/contracts/directory.events.js';
import type { DataOf } from '#libs/contracts/event.js';
import { DeliveryChanged } from '#libs/contracts/notifier.events.js';
import { eventually } from '#libs/testing/eventually.js';
import { caughtUp, startTestService, type TestService } from '#libs/testing/test-service.js';
import { NotifierConfig } from '../src/config.js';
import { notifier } from '../src/service.js';

const AT = '2026-05-08T02:00:00Z';
const ACT_ID = '01900000-0000-7000-8000-000000000001';
const act = (more: Partial<DataOf<typeof ActChanged>> = {}): DataOf<typeof ActChanged> => ({
  actId: ACT_ID,
  version: 1,
  kind: 'warning-yellow',
  state: 'deliver',
  action: 'issue',
  number: null,
  title: 'a yellow letter',
  addresseeUnitId: 'area-d',
  addresseePostIds: ['area-d.head'],
  copyToUnitIds: ['housing'],
  approverPostId: null,
  warningId: null,
  ladderId: null,
  subject: null,
  issuedAt: AT,
  replyDueAt: '2026-05-15',
  meetingAt: null,
  documentSha256: null,
  urgentOverChannels: false,
  ...more,
});

let service: TestService;
let sink: SMTPServer;
const mails: string[] = [];
let refuseMail = false;

beforeAll(async () => {
  sink = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (refuseMail) return done(new Error('mailbox away'));
        mails.push(Buffer.concat(chunks).toString());
        done();
      });
    },
  });
  await new Promise<void>((done) => sink.listen(0, '127.0.0.1', done));
  const { port } = sink.server.address() as AddressInfo;
  service = await startTestService({
    definition: notifier,
    config: NotifierConfig,
    at: AT,
    settings: { SMTP_URL: `smtp://127.0.0.1:${port}` },
  });
  const unit = (id: string) => ({
    key: id,
    data: {
      id,
      version: 1,
      retired: false,
      name: id,
      shortName: id,
      type: 'X',
      parentId: null,
      path: [id],
      external: false,
      areaId: null,
    },
  });
  const post = (id: string, unitId: string, kind: string, holders: string[]) => ({
    key: id,
    data: {
      id,
      version: 1,
      retired: false,
      unitId,
      title: id,
      kind,
      holders: holders.map((personId) => ({ personId, acting: false, from: '2026-01-01', to: null })),
    },
  });
  await service.send(UnitState, [unit('area-d'), unit('housing')]);
  await service.send(PersonState, [
    {
      key: 'p1',
      data: { id: 'p1', version: 1, retired: false, name: 'p1', accountId: null, email: 'head@sample.example' },
    },
  ]);
  await service.send(PostState, [
    post('area-d.head', 'area-d', 'principal', ['p1']),
    post('housing.liaison', 'housing', 'liaison', []),
  ]);
  await caughtUp(service, 'notifier', [UnitState.topic, PersonState.topic, PostState.topic]);
});
afterAll(async () => {
  await service?.stop();
  await new Promise<void>((done) => sink.close(done));
});

const READER = { permissions: ['inbox.read', 'act.read'], postIds: ['area-d.head'] };

describe('an issued act', () => {
  it('sent twice in a row and thrice at once reaches each post once per channel, and mail says only that something waits', async () => {
    await service.send(ActChanged, [
      { key: ACT_ID, data: act() },
      { key: ACT_ID, data: act() },
    ]);
    await Promise.all([1, 2, 3].map(() => service.send(ActChanged, [{ key: ACT_ID, data: act() }])));
    await caughtUp(service, 'notifier', [ActChanged.topic]);
    await eventually(() => expect(mails).toHaveLength(1));
    expect(mails[0]).toContain('To: head@sample.example');
    expect(mails[0]).not.toContain('yellow letter');
    const { body } = await service.call<{ items: { recipientPostId: string; channel: string }[] }>(
      READER,
      'GET',
      `/deliveries/act/${ACT_ID}`,
    );
    expect(body.items.map(({ recipientPostId, channel }) => `${recipientPostId} ${channel}`).sort()).toEqual([
      'area-d.head console',
      'area-d.head email',
      'housing.liaison console',
    ]);
  });

  it('lies in the inbox of whoever holds the post, until read', async () => {
    const inbox = await service.call<{ unread: number; items: { id: string }[] }>(READER, 'GET', '/inbox');
    expect(inbox.body.unread).toBe(1);
    const stranger = { ...READER, postIds: ['housing.liaison'] };
    expect(
      (
        await service.call<{ marked: number }>(stranger, 'POST', '/inbox/read', {
          ids: inbox.body.items.map(({ id }) => id),
        })
      ).body.marked,
    ).toBe(0);
    expect(
      (
        await service.call<{ marked: number }>(READER, 'POST', '/inbox/read', {
          ids: inbox.body.items.map(({ id }) => id),
        })
      ).body.marked,
    ).toBe(1);
    expect((await service.call<{ unread: number }>(READER, 'GET', '/inbox')).body.unread).toBe(0);
    await eventually(() => expect(service.published(DeliveryChanged).map(({ state }) => state)).toContain('read'));
  });
});

it('tries mail again after the pack’s pause, and gives up after its number of tries, visibly', async () => {
  refuseMail = true;
  const id = '01900000-0000-7000-8000-000000000002';
  await service.send(ActChanged, [{ key: id, data: act({ actId: id }) }]);
  const mailOf = async () => {
    const { body } = await service.call<{ items: { channel: string; state: string; attempts: number }[] }>(
      READER,
      'GET',
      `/deliveries/act/${id}`,
    );
    return body.items.find(({ channel }) => channel === 'email');
  };
  await eventually(async () => expect(await mailOf()).toMatchObject({ state: 'pending', attempts: 1 }));
  for (const [n, at] of [
    '2026-05-08T03:00:00Z',
    '2026-05-08T05:00:00Z',
    '2026-05-08T09:00:00Z',
    '2026-05-08T19:00:00Z',
  ].entries()) {
    await service.setClock(at);
    await eventually(async () => expect(await mailOf()).toMatchObject({ attempts: n + 2 }), { deadlineMs: 30_000 });
  }
  expect(await mailOf()).toMatchObject({ state: 'failed', attempts: 5 });
});

it('waits for a post it has not heard of yet', async () => {
  const id = '01900000-0000-7000-8000-000000000003';
  await service.send(ActChanged, [
    { key: id, data: act({ actId: id, addresseePostIds: ['late.post'], copyToUnitIds: [] }) },
  ]);
  await eventually(async () =>
    expect(
      await service.db.query(`select 1 from parked p where p.key = $1 and p.reason = 'waiting'`, [id]),
    ).toHaveLength(1),
  );
  await service.send(PostState, [
    {
      key: 'late.post',
      data: { id: 'late.post', version: 1, retired: false, unitId: 'housing', title: 'x', kind: 'deputy', holders: [] },
    },
  ]);
  await eventually(async () => {
    const { body } = await service.call<{ items: object[] }>(READER, 'GET', `/deliveries/act/${id}`);
    expect(body.items).toHaveLength(1);
  });
});
