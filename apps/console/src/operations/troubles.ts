import type { Schemas } from '../api/client.js';

/** A service's pulse as the gateway hands it on; what a service leaves out is nothing. */
export type Pulse = Omit<Schemas['ServicePulse'], 'service' | 'now' | 'moved'>;
const QUIET: Pulse = {
  outboxPending: 0,
  outboxOldestSeconds: 0,
  outboxParked: 0,
  parked: 0,
  waiting: 0,
  idle: true,
  nextInstant: null,
  troubles: [],
  lateTimers: [],
};

/** An event that waits longer than this is not merely on its way. */
export const OLD_SECONDS = 30;

export interface ServiceLook {
  readonly service: string;
  readonly answers: boolean;
  readonly trouble: string | null;
  readonly pulse: Pulse | null;
  /** Consumers that stand still, by name. */
  readonly stopped: readonly string[];
}

export type TroubleNote =
  | { readonly kind: 'silent'; readonly service: string }
  | { readonly kind: 'unread'; readonly service: string; readonly why: string }
  | { readonly kind: 'consumer'; readonly service: string; readonly consumer: string }
  | { readonly kind: 'outboxParked' | 'parked' | 'late'; readonly service: string; readonly n: number }
  | { readonly kind: 'outboxOld'; readonly service: string; readonly n: number; readonly seconds: number }
  | { readonly kind: 'kafka' | 'redis' };

export const lookAt = (overview: Schemas['OperationsOverview']): { services: ServiceLook[]; notes: TroubleNote[] } => {
  const services = overview.services.map(({ service, answers, trouble, pulse }): ServiceLook => {
    const read = pulse === null ? null : { ...QUIET, ...(pulse as Partial<Pulse>) };
    // `name: what is wrong with it`, as the transport says it.
    const stopped = (read?.troubles ?? []).map((text) => text.split(':', 1)[0] ?? text);
    return { service, answers, trouble, pulse: read, stopped };
  });
  const notes = services.flatMap((one): TroubleNote[] => {
    const { service, pulse } = one;
    if (!one.answers) return [{ kind: 'silent', service }];
    if (!pulse) return [{ kind: 'unread', service, why: one.trouble ?? '' }];
    const counted = [
      { kind: 'outboxParked', n: pulse.outboxParked },
      { kind: 'parked', n: pulse.parked },
      { kind: 'late', n: pulse.lateTimers.length },
    ] as const;
    const { outboxPending: n, outboxOldestSeconds: seconds } = pulse;
    return [
      ...(seconds >= OLD_SECONDS ? [{ kind: 'outboxOld', service, n, seconds } as const] : []),
      ...one.stopped.map((consumer) => ({ kind: 'consumer', service, consumer }) as const),
      ...counted.filter(({ n }) => n > 0).map((note) => ({ ...note, service })),
    ];
  });
  const away = [
    ...(overview.kafkaTrouble ? [{ kind: 'kafka' } as const] : []),
    ...(overview.redisTrouble ? [{ kind: 'redis' } as const] : []),
  ];
  return { services, notes: [...away, ...notes] };
};
