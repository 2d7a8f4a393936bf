import { randomBytes } from 'node:crypto';

/** A prefix of topics, groups and queues that no other spec file uses; fits the setting NAMESPACE. */
export const testNamespace = (): string => `t-${randomBytes(5).toString('hex')}`;
