/** Whom a row of an imported file is about: the subject of the register its code or its name means. */

export interface NamedSubject {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
}

export type FoundSubject<S> = S | 'UNKNOWN_SUBJECT' | 'SUBJECT_KIND' | 'SUBJECT_AMBIGUOUS' | 'OTHER_PROVINCE';

/**
 * Finds subjects of a kind by the code of a row: by their id, or by their name, for a code `province/name` in the province
 * the register is about. A name two subjects have means neither. Retired subjects are not given here.
 */
export const subjectFinder = <S extends NamedSubject>(
  subjects: readonly S[],
  kind: string,
  province: string | null,
): ((code: string) => FoundSubject<S>) => {
  const byId = new Map(subjects.map((subject) => [subject.id, subject]));
  const byName = new Map<string, S | null>();
  for (const subject of subjects)
    if (subject.kind === kind) byName.set(subject.name, byName.has(subject.name) ? null : subject);
  return (code) => {
    const found = byId.get(code);
    if (found) return found.kind === kind ? found : 'SUBJECT_KIND';
    const cut = code.indexOf('/');
    // A name alone is one of the register's own sheets; where a province is told, rows of others may bear it too.
    if (cut < 0 && province !== null) return 'UNKNOWN_SUBJECT';
    if (cut >= 0 && code.slice(0, cut) !== province) return 'OTHER_PROVINCE';
    const named = byName.get(code.slice(cut + 1));
    return named === undefined ? 'UNKNOWN_SUBJECT' : (named ?? 'SUBJECT_AMBIGUOUS');
  };
};
