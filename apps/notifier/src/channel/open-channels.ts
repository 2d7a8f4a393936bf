import type { Pack } from '#libs/policy/pack.js';
import type { NotifierConfig } from '../config.js';
import type { OpenChannels } from '../delivery/address-posts.js';

export const OPEN_CHANNELS = Symbol('OPEN_CHANNELS');

/** A channel is open where the installation has a far end for it and the pack uses it. */
export const openChannels = (config: NotifierConfig, pack: Pack): OpenChannels => {
  const uses = (id: string): boolean => pack.channels.some((channel) => channel.id === id);
  const webhook = pack.channels.find((channel) => channel.id === 'webhook');
  return {
    email: config.SMTP_URL !== undefined && uses('email'),
    webhook: config.WEBHOOK_URL && webhook ? (webhook.when === 'urgent' ? 'urgent' : 'always') : 'never',
  };
};
