import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { decodeSegment } from '#libs/domain/hj212/decode.js';
import { createFrameSplitter } from '#libs/domain/hj212/framing.js';
import type { Packet } from '#libs/domain/hj212/packet.js';
import { composeRequest } from '#libs/domain/hj212/request.js';
import { answerTo } from '#libs/domain/hj212/response.js';
import { vector } from '#libs/domain/hj212/fixtures/vectors.js';
import { sendCommand, type SendOptions, sendFrames } from '../src/hj212/send-command.js';

/** A host that answers what it can read and notes it. */
interface Host {
  readonly server: Server;
  readonly packets: Packet[];
  readonly faults: string[];
  onPacket: (packet: Packet, socket: Socket) => void;
}

const openHost = async (): Promise<Host> => {
  const host: Host = {
    server: createServer((socket) => {
      socket.on('error', () => socket.destroy());
      const splitter = createFrameSplitter({
        frame: ({ bytes, segmentStart, segmentEnd }) => {
          const packet = decodeSegment(bytes, segmentStart, segmentEnd);
          if (packet.kind === 'fault') return void host.faults.push(packet.reason);
          host.packets.push(packet);
          host.onPacket(packet, socket);
        },
        fault: ({ reason }) => host.faults.push(reason),
      });
      socket.on('data', (chunk) => splitter.push(chunk));
    }),
    packets: [],
    faults: [],
    onPacket: (packet, socket) => {
      const answer = answerTo(packet);
      if (answer) socket.write(answer);
    },
  };
  await new Promise<void>((done) => host.server.listen(0, '127.0.0.1', done));
  return host;
};

describe('duban hj212 send', () => {
  let host: Host;
  let folder: string;
  const options = (more: Partial<SendOptions>): SendOptions => ({
    host: '127.0.0.1',
    port: String((host.server.address() as AddressInfo).port),
    devices: '1',
    rate: '200',
    mn: '5',
    password: '123456',
    ...more,
  });

  beforeEach(async () => {
    host = await openHost();
    folder = mkdtempSync(join(tmpdir(), 'duban-send-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    await new Promise((done) => host.server.close(done));
  });

  it('plays many devices at a rate and counts their answers', async () => {
    const { counts, seconds } = await sendFrames(options({ devices: '20', for: '2' }));
    expect(new Set(host.packets.map(({ mn }) => mn)).size).toBe(20);
    expect(counts).toMatchObject({
      sent: host.packets.length,
      answered: counts.sent,
      wanted: counts.sent,
      opened: 20,
      lost: 0,
    });
    expect(counts.sent / seconds).toBeGreaterThan(100);
    expect(counts.sent / seconds).toBeLessThanOrEqual(201);
    expect(host.faults).toEqual([]);
  });

  it('plays a file as it stands, once', async () => {
    const file = join(folder, 'frames.txt');
    writeFileSync(
      file,
      Buffer.concat([vector('G01'), Buffer.from('\n'), vector('B01'), vector('G04'), vector('G05').subarray(0, -2)]),
    );
    const { counts } = await sendFrames(options({ file, devices: '1' }));
    expect(counts).toMatchObject({ sent: 4, wanted: 2, answered: 2 });
    expect(host.packets.map(({ cn }) => cn)).toEqual(['2011', '2051', '2061']);
    expect(host.faults).toEqual(['CRC_MISMATCH']);
  });

  it('answers what the host asks', async () => {
    const heard: string[] = [];
    const asked = new Date('2026-05-07T09:00:00+08:00');
    host.onPacket = (packet, socket) => {
      heard.push(packet.cn);
      const answer = answerTo(packet);
      if (answer) socket.write(answer);
      if (packet.cn !== '2011' || heard.length > 1) return;
      const address = { mn: packet.mn, pw: '123456', st: '22', edition: '2017' as const };
      socket.write(composeRequest({ cn: '1062', seconds: 30 }, address, asked));
    };
    const { counts } = await sendFrames(options({ rate: '20', for: '0.5' }));
    expect(heard).toEqual(expect.arrayContaining(['9011', '9012']));
    expect(counts).toMatchObject({ asked: 1, answered: counts.sent });
  }, 30_000);

  it('opens a lost connection again', async () => {
    let isFirst = true;
    host.onPacket = (packet, socket) => {
      if (isFirst) socket.destroy();
      isFirst = false;
      const answer = answerTo(packet);
      if (answer && !socket.destroyed) socket.write(answer);
    };
    const { counts } = await sendFrames(options({ rate: '10', for: '3' }));
    expect(counts.opened).toBe(2);
    expect(counts.answered).toBeGreaterThan(3);
  }, 30_000);

  it('says so where nobody listens', async () => {
    const nobody = options({ for: '1', rate: '1' });
    await new Promise((done) => host.server.close(done));
    host = await openHost();
    const since = performance.now();
    await expect(sendFrames(nobody)).rejects.toThrow('nobody listens');
    expect(performance.now() - since).toBeLessThan(6_000);
  }, 30_000);

  it('says so where nobody answers, and ends with 2', async () => {
    const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const summary = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
    host.onPacket = () => undefined;
    const code = await sendCommand(options({ rate: '10', for: '0.3' }));
    const [[said]] = told.mock.calls as [[string]];
    told.mockRestore();
    summary.mockRestore();
    expect(code).toBe(2);
    expect(said).toMatch(/^nobody answered: the device may not be registered/);
  }, 30_000);
});
