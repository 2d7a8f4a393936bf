/** A comma-separated table of any make, read by a mapping somebody saved: which column says what, in which unit. */
import type { Pollutant } from '../air/pollutant.js';
import type { FileLayout, Headings } from './file-layout.js';

export interface ColumnMapping {
  readonly subject: FileLayout['subject'];
  /** Heading of the column with the code or the name of the subject; two are province and name. */
  readonly code: readonly string[];
  readonly time: string;
  /** Hours are written by their start instead of their end. */
  readonly labelsStart: boolean;
  readonly values: readonly {
    /** Pollutant (SO2, PM2.5 …) or item (codmn, nh3n …). */
    readonly key: string;
    readonly heading: string;
    /** What a number is multiplied by to be in µg/m³ (CO mg/m³), or in the unit of GB 3838. */
    readonly factor: string;
  }[];
}

/** Name of the layout of packets that carry their mapping. */
export const MAPPED_LAYOUT = 'mapping';

/**
 * The layout a saved mapping stands for: values multiplied into µg/m³ (CO mg/m³) for stations and into the units of
 * GB 3838-2002 for sections, times in any way tables write them.
 */
export const layoutOfMapping = (mapping: ColumnMapping): FileLayout => {
  const headings = Object.fromEntries(mapping.values.map(({ key, heading }) => [key, [heading] as Headings]));
  return {
    id: MAPPED_LAYOUT,
    form: 'csv',
    subject: mapping.subject,
    columns: {
      code: mapping.code.map((heading): Headings => [heading]),
      time: [mapping.time],
      anyTime: true,
      labelsStart: mapping.subject === 'station' && mapping.labelsStart,
      factors: Object.fromEntries(
        mapping.values.flatMap(({ key, factor }) => (Number(factor) === 1 ? [] : [[key, factor]])),
      ),
      ...(mapping.subject === 'station'
        ? { pollutants: headings as Readonly<Partial<Record<Pollutant, Headings>>> }
        : { items: headings }),
    },
  };
};
