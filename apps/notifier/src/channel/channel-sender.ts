import { createHmac } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { NotifierConfig } from '../config.js';
import type { Delivery } from '../delivery/delivery.store.js';

/** Sends one delivery to its far side; throws what went wrong. The delivery's id is the far side's key against doubles. */
export interface ChannelSender {
  send(delivery: Delivery): Promise<void>;
  close(): void;
}

const PATIENCE_MS = 10_000;
/** Outside the platform a message says only that something waits, never what. */
const WAITING = '您有一项待办事项，请登录平台查看。';

export const createChannelSender = (config: NotifierConfig): ChannelSender => {
  const mail = config.SMTP_URL
    ? createTransport({
        url: config.SMTP_URL,
        connectionTimeout: PATIENCE_MS,
        socketTimeout: PATIENCE_MS,
        pool: true,
        maxConnections: 2,
      } as never)
    : null;
  const webhook = async (delivery: Delivery): Promise<void> => {
    if (!config.WEBHOOK_URL) throw new Error('no webhook is set up');
    const body = JSON.stringify({
      id: delivery.id,
      kind: delivery.aboutKind,
      text: WAITING,
      at: delivery.occurredAt.toISOString(),
    });
    const answer = await fetch(config.WEBHOOK_URL, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': delivery.id,
        ...(config.WEBHOOK_KEY
          ? { 'x-duban-signature': createHmac('sha256', config.WEBHOOK_KEY).update(body).digest('hex') }
          : {}),
      },
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`);
  };
  return {
    send: async (delivery) => {
      if (delivery.channel === 'webhook') return webhook(delivery);
      if (delivery.channel !== 'email' || !mail || !delivery.address)
        throw new Error(`channel ${delivery.channel} is not open`);
      await mail.sendMail({
        from: config.MAIL_FROM,
        to: delivery.address,
        subject: '督办平台待办提醒',
        text: WAITING,
        messageId: `<${delivery.id}@duban>`,
      });
    },
    close: () => mail?.close(),
  };
};
