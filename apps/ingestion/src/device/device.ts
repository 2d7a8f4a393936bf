import type { DataOf } from '#libs/contracts/event.js';
import type { DeviceState } from '#libs/contracts/monitoring.events.js';

/** A device as monitoring's register has it. */
export type Device = DataOf<typeof DeviceState>;
