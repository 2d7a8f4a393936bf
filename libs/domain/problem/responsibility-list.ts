/** A row of the responsibility list (责任清单): who answers for a category, a kind of subject and an area, from and to a day. */
export interface Duty {
  readonly category: string;
  readonly subjectKind?: string | null | undefined;
  readonly areaId: string | null;
  /** First day, and the day it no longer holds; `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string | null;
}

export interface Matter {
  readonly category: string;
  readonly subjectKind: string | null;
  readonly areaId: string | null;
  readonly on: string;
}

/**
 * The row for a matter: of its category, else of its kind of subject; the one that names its area before one for
 * everywhere. Two rows of equal rank are a dispute and match nothing: who answers is then for people to settle.
 */
export const dutyFor = <D extends Duty>(duties: readonly D[], matter: Matter): D | null => {
  const kindOf = (duty: Duty): string | null => duty.subjectKind ?? null;
  const inSpan = duties.filter((duty) => duty.from <= matter.on && (duty.to === null || duty.to > matter.on));
  const fits = (duty: Duty): boolean =>
    (kindOf(duty) === null || kindOf(duty) === matter.subjectKind) &&
    (duty.areaId === null || duty.areaId === matter.areaId);
  const ofCategory = inSpan.filter((duty) => duty.category === matter.category && fits(duty));
  const candidates =
    ofCategory.length > 0
      ? ofCategory
      : inSpan.filter((duty) => matter.subjectKind !== null && kindOf(duty) === matter.subjectKind && fits(duty));
  const rank = (duty: Duty): number => (duty.areaId === null ? 0 : 2) + (kindOf(duty) === null ? 0 : 1);
  const best = candidates.reduce((most, duty) => Math.max(most, rank(duty)), -1);
  const first = candidates.filter((duty) => rank(duty) === best);
  return first.length === 1 ? first[0]! : null;
};
