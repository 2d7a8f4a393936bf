import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

/** The folder of the sample city and what its files hold, as far as the player reads them. */
export interface SampleCity {
  readonly dir: string;
  json<T>(path: string): T;
  /** Rows of a CSV file, compressed or not, as text by column. */
  rows(path: string): Record<string, string>[];
}

export const sampleCity = (dir: string): SampleCity => ({
  dir,
  json: <T>(path: string) => JSON.parse(readFileSync(join(dir, path), 'utf8')) as T,
  rows: (path) => {
    const bytes = readFileSync(join(dir, path));
    return parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'), {
      columns: true,
      skip_empty_lines: true,
    }) as Record<string, string>[];
  },
});

export interface ScriptedStream {
  readonly id: string;
  readonly door: 'feed' | 'hj212';
  readonly actor?: string;
  readonly layout?: string;
  readonly command?: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly delayMinutes?: number;
  readonly historical?: boolean;
}
export interface ScriptedAction {
  readonly at: string;
  readonly actor: string;
  readonly door: 'gateway' | 'feed';
  readonly action: string;
  readonly target: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly part: 'core' | 'tasks' | 'sections';
}
export interface Script {
  readonly clock: { readonly start: string; readonly end: string };
  readonly streams: readonly ScriptedStream[];
  readonly actions: readonly ScriptedAction[];
}
export interface SampleDevice {
  readonly id: string;
  readonly subject: { readonly kind: 'station' | 'outlet'; readonly id: string };
  readonly mn: string;
  readonly systemCode: string;
  readonly password: string;
  readonly protocol: 'HJ212-2017';
  readonly profile: { readonly hourLabelOffsetMinutes: number; readonly units: Readonly<Record<string, string>> };
  /** CSV column → factor code. */
  readonly columns: Readonly<Record<string, string>>;
  readonly missingMark: string;
  readonly silenceAfterHours: number | null;
}

/** `2026-05-01 24:00` and `2026-05-01T24:00:00+08:00` as an instant; 24:00 is the next day's start. */
export const instantOf = (text: string): Date => {
  const match = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})/.exec(text);
  if (!match) throw new Error(`not an instant: ${text}`);
  const [, year, month, day, hour, minute] = match.map(Number) as [number, number, number, number, number, number];
  return new Date(Date.UTC(year, month - 1, day, hour - 8, minute));
};
