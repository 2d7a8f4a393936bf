/** How a device is doing, judged by when it was heard of and by what was wrong with what it sent. */

/** In the order in which somebody should look. */
export const DEVICE_STANDINGS = ['silent', 'late', 'never', 'online'] as const;
export type DeviceStanding = (typeof DEVICE_STANDINGS)[number];
export const DEVICE_TROUBLES = ['clock', 'password', 'damaged', 'values', 'repeating'] as const;
export type DeviceTrouble = (typeof DEVICE_TROUBLES)[number];

/** Reasons of faults that tell of one trouble of the device itself. */
const TROUBLES: Readonly<Record<Exclude<DeviceTrouble, 'repeating'>, (reason: string) => boolean>> = {
  clock: (reason) => reason.includes('TIME_') && reason !== 'TIME_ASSUMED',
  password: (reason) => reason === 'WRONG_PASSWORD',
  damaged: (reason) => /^(CRC_|LENGTH_|TRUNCATED$|NOISE$)/.test(reason),
  values: (reason) => ['NEGATIVE', 'NOT_A_NUMBER', 'TOO_LARGE', 'UNIT_UNKNOWN'].includes(reason),
};

/**
 * `late`: its newest data time is older than what is due allows; `silent` is what the silence rule has said and goes before
 * it; `never`: nothing was ever heard.
 */
export const standingOf = (
  heard: { readonly lastLabel: Date | null; readonly silentSince: Date | null },
  lateAfterHours: number,
  now: Date,
): DeviceStanding => {
  if (heard.lastLabel === null) return 'never';
  if (heard.silentSince !== null) return 'silent';
  return now.getTime() - heard.lastLabel.getTime() > lateAfterHours * 3_600_000 ? 'late' : 'online';
};

/** Troubles that faults by reason and values that repeat tell of, each once. */
export const troublesOf = (faults: Readonly<Record<string, number>>, repeats: boolean): DeviceTrouble[] => [
  ...(Object.keys(TROUBLES) as (keyof typeof TROUBLES)[]).filter((trouble) =>
    Object.entries(faults).some(([reason, count]) => count > 0 && TROUBLES[trouble](reason)),
  ),
  ...(repeats ? (['repeating'] as const) : []),
];
