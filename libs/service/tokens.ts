/** Injection tokens of what every service is given. `DataSource` of TypeORM is its own token. */
export const CLOCK = Symbol('CLOCK');
export const CONFIG = Symbol('CONFIG');
export const LOG = Symbol('LOG');
export const KAFKA = Symbol('KAFKA');
export const PRODUCER = Symbol('PRODUCER');
export const STRATEGY = Symbol('STRATEGY');
export const SCHEDULER = Symbol('SCHEDULER');
export const PACK = Symbol('PACK');
export const FILES = Symbol('FILES');
export const SERVICE_NAME = Symbol('SERVICE_NAME');
