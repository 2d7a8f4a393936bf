/** Which edition of HJ 212 a device follows; the marks differ. */
export type DeviceProtocol = 'HJ212-2005' | 'HJ212-2017' | 'HJ212-2025';

/**
 * Whether a value with this data mark (数据标记) counts: N is normal, and so is no mark at all (HJ 212-2017 table 8 and
 * C.25). Air stations of 2005 write 3 for normal. A value under any other mark is kept and not used in statistics.
 */
export const isNormalMark = (mark: string | null, protocol: DeviceProtocol): boolean =>
  mark === null || mark === '' || mark === 'N' || (protocol === 'HJ212-2005' && mark === '3');
