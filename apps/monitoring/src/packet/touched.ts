/** Whose data packets and slices bring, kind by kind of subject. */
import { SUBJECT_KINDS, type SubjectKind } from '../subject/subject-kind.js';
import type { Judged } from './measured.js';

type Note = (id: string, at: Date) => void;

const TOUCHED: Readonly<Record<SubjectKind, (judged: Partial<Judged>, note: Note) => void>> = {
  station: ({ stationHours = [] }, note) => stationHours.forEach(({ stationId, label }) => note(stationId, label)),
  section: ({ sectionRows = [] }, note) => sectionRows.forEach(({ sectionId, at }) => note(sectionId, at)),
  outlet: ({ outletHours = [] }, note) => outletHours.forEach(({ outletId, label }) => note(outletId, label)),
};

export interface Touched {
  readonly ids: ReadonlySet<string>;
  readonly times: readonly Date[];
}

/** Subjects of each kind of which something was judged, and the times it is of, each once. */
export const touchedBy = (judged: readonly Partial<Judged>[]): ReadonlyMap<SubjectKind, Touched> =>
  new Map(
    SUBJECT_KINDS.map((kind) => {
      const ids = new Set<string>();
      const times = new Map<number, Date>();
      for (const one of judged)
        TOUCHED[kind](one, (id, at) => {
          ids.add(id);
          times.set(at.getTime(), at);
        });
      return [kind, { ids, times: [...times.values()] }];
    }),
  );
