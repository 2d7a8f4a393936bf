/** What a refusal carries beyond its words: field names, allowed values, the record in the way. JSON-serialisable. */
export type RefusalDetails = Readonly<Record<string, unknown>>;

/**
 * A rule said no. Expected, never retried; doors answer with 409 or 422 and the code. Everything else that is thrown is
 * a fault. Codes have the form NOUN_WHAT, e.g. `PROBLEM_ILLEGAL_TRANSITION`, and never change once published.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly details?: RefusalDetails;

  constructor(
    readonly code: string,
    message: string,
    details?: RefusalDetails,
  ) {
    super(message);
    if (details !== undefined) this.details = details;
  }
}

/** Throws the refusal if there is one; lets rules that answer `Refusal | null` be used as gates. */
export const obey = (refusal: Refusal | null): void => {
  if (refusal) throw refusal;
};
