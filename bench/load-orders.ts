/** What the load generator is told. */
export interface LoadOrders {
  readonly port: number;
  readonly connections: number;
  readonly devices: number;
  /** Frames under way on one connection. */
  readonly window: number;
  readonly seconds: number;
  readonly password: string;
  /** Tells the devices of one run from those of another. */
  readonly series: string;
  /** Packets a second in all, spread evenly; null for as many as are answered. */
  readonly rate: number | null;
  /** Every so-manieth packet goes twice; null for none. */
  readonly twiceEvery: number | null;
  /** Time of every device's first packet; each next one is a second later. */
  readonly firstTimeMs: number;
}

/** Factors of one real-time packet. */
export const LOAD_FACTORS = [
  'a34004',
  'a34002',
  'a21026',
  'a21004',
  'a05024',
  'a21005',
  'a01001',
  'a01002',
  'a01006',
  'a01007',
  'a01008',
] as const;

/** Equipment number of the n-th device: 24 characters, as real ones are. */
export const mnOf = (series: string, n: number): string => `${series}${String(n).padStart(24 - series.length, '0')}`;
