/** What figures say of the dust days they leave out: pure. */
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import type { RecordReference } from '#libs/evidence/reference-group.js';
import { dustRecord } from '../evidence/record-id.js';

interface LeftOut {
  readonly date: CivilDate;
  /** Ids of the recognitions that say so. */
  readonly dustBy?: readonly string[] | undefined;
}

/**
 * Details of a figure that leaves days out: their dates, what recognises them, and whatever else is to be told then. Empty
 * where it leaves none out: figures without dust say what they always said.
 */
export const dustDetails = (
  leftOut: readonly LeftOut[],
  besides: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> =>
  leftOut.length === 0
    ? {}
    : {
        dustDates: leftOut.map(({ date }) => date),
        // Said and not only rested on: a figure whose paper is withdrawn while another says the same is told anew.
        dustRecognitions: [...new Set(leftOut.flatMap(({ dustBy }) => dustBy ?? []))].sort(),
        ...besides,
      };

/** The recognitions among the details of a figure, as records it rests on. */
export const dustReferences = (details: Readonly<Record<string, unknown>>): RecordReference[] =>
  ((details['dustRecognitions'] ?? []) as readonly string[]).map(dustRecord);
