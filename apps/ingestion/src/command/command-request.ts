/** What may be asked of a device, as it is written at the door and kept. */
import { z } from 'zod';
import type { DeviceRequest } from '#libs/domain/hj212/request.js';

const Factor = z.string().regex(/^[0-9A-Za-z]{2,8}$/, 'a factor code as the device knows it');
const Information = z.string().regex(/^i[0-9a-z]{5}$/, 'i and five letters or digits');
const Instant = z.iso.datetime();

/**
 * The command by its number CN of HJ 212 and what it needs. The time a clock is set to (1012) is that of the sending. The
 * password of a device (1072) and its cipher key (1014) are not changed from here: the register has to change with them.
 */
export const CommandRequest = z
  .discriminatedUnion('cn', [
    z.object({ cn: z.literal('1000'), overTimeSeconds: z.int(), reCount: z.int() }),
    z.object({ cn: z.enum(['1011', '1012', '1061', '1063']), factor: Factor.optional() }),
    z.object({ cn: z.literal('1062'), seconds: z.int() }),
    z.object({ cn: z.literal('1064'), minutes: z.int() }),
    z.object({ cn: z.enum(['2011', '2012', '2021', '2022']) }),
    z.object({ cn: z.enum(['2031', '2041', '2051', '2061']), from: Instant, to: Instant }),
    z.object({
      cn: z.enum(['3011', '3012', '3013', '3014', '3015', '3017', '3018', '3019']),
      factor: Factor,
    }),
    z.object({ cn: z.literal('3016'), factor: Factor, startsAt: z.string(), hours: z.int() }),
    z.object({ cn: z.literal('3020'), factor: Factor, information: Information }),
    z.object({ cn: z.literal('3021'), factor: Factor, information: Information, value: z.string().min(1).max(100) }),
  ])
  .meta({ id: 'DeviceCommandRequest' });
export type CommandRequest = z.infer<typeof CommandRequest>;

/** The request as the protocol's kernel takes it, at the instant of its sending. */
export const deviceRequest = (request: CommandRequest, at: Date): DeviceRequest => {
  switch (request.cn) {
    case '1012':
      return { cn: request.cn, time: at, ...(request.factor === undefined ? {} : { factor: request.factor }) };
    case '1011':
    case '1061':
    case '1063':
      return { cn: request.cn, ...(request.factor === undefined ? {} : { factor: request.factor }) };
    case '2031':
    case '2041':
    case '2051':
    case '2061':
      return { cn: request.cn, from: new Date(request.from), to: new Date(request.to) };
    default:
      return request;
  }
};
