/** What some lines of an imported file measured: a pure reading by the layout's and the register's words. */
import { ColumnMapping } from '#libs/contracts/ingestion.events.js';
import { layoutOfMapping, MAPPED_LAYOUT } from '#libs/domain/telemetry/column-mapping.js';
import { type FileLayout, fileLayout } from '#libs/domain/telemetry/file-layout.js';
import { openImport } from '#libs/domain/telemetry/import-layout.js';
import { subjectFinder } from '#libs/domain/telemetry/import-subject.js';
import type { SubjectState } from '../register/register.store.js';
import type { SectionRowSent, StationHourSent } from './measured.js';
import type { KeptArrival } from './raw-packet.store.js';

export interface RefusedLine {
  readonly line: number;
  readonly column: string;
  readonly reason: string;
  readonly text: string;
}

export interface MeasuredSlice {
  readonly arrival: KeptArrival;
  readonly stationHours: readonly StationHourSent[];
  readonly sectionRows: readonly SectionRowSent[];
  /** Samples people took. */
  readonly isManual: boolean;
  readonly refused: readonly RefusedLine[];
}

const LONGEST_TEXT = 1_000;

const layoutOf = ({ layout, slice }: KeptArrival): FileLayout | null => {
  if (layout !== MAPPED_LAYOUT) return fileLayout(layout ?? '');
  let mapping: unknown;
  try {
    mapping = JSON.parse(slice?.mapping ?? '');
  } catch {
    return null;
  }
  const read = ColumnMapping.safeParse(mapping);
  return read.success ? layoutOfMapping(read.data) : null;
};

export const measuredInSlice = (arrival: KeptArrival, subjects: readonly SubjectState[]): MeasuredSlice => {
  const [heading = '', ...texts] = arrival.record.value.toString('utf8').split('\n');
  const { lines = [], province = null } = arrival.slice ?? {};
  const stationHours: StationHourSent[] = [];
  const sectionRows: SectionRowSent[] = [];
  const refused: RefusedLine[] = [];
  const refuse = (n: number, column: string, reason: string): void =>
    void refused.push({
      line: lines[n] ?? arrival.line ?? 0,
      column,
      reason,
      text: (texts[n] ?? '').slice(0, LONGEST_TEXT),
    });
  const layout = layoutOf(arrival);
  const opened = layout && openImport(layout, heading, arrival.receivedAt);
  if (!layout || !opened || 'lacking' in opened) {
    for (const n of texts.keys()) refuse(n, '', layout ? 'COLUMN_MISSING' : 'LAYOUT_UNKNOWN');
    return { arrival, stationHours, sectionRows, isManual: layout?.isManual ?? false, refused };
  }
  const find = subjectFinder(subjects, layout.subject, province);
  const { packetId, sourceNo, receivedAt, dataState } = arrival;
  for (let n = 0; n < texts.length; n += 1) {
    const read = opened.read(texts[n] as string);
    if ('fault' in read) {
      refuse(n, read.fault.column, read.fault.reason);
      continue;
    }
    const { code, at, concentrations: values, exempt, items } = read.row;
    const subject = find(code);
    if (typeof subject === 'string') refuse(n, layout.columns.code.map(([first]) => first).join('/'), subject);
    else if (layout.subject === 'station')
      // Member by member: spreading an object for each of half a million lines costs more than reading them.
      stationHours.push({
        packetId,
        sourceNo,
        receivedAt,
        dataState,
        stationId: subject.id,
        label: at,
        values,
        exempt,
      });
    else sectionRows.push({ packetId, sourceNo, receivedAt, dataState, sectionId: subject.id, at, values: items });
  }
  return { arrival, stationHours, sectionRows, isManual: layout?.isManual ?? false, refused };
};
