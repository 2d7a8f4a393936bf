import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';

/** One thing wrong with what a client sent: where it is, and what is wrong. `path` is empty for the whole. */
export interface InputFault {
  readonly path: string;
  readonly message: string;
}

/** What a client sent does not fit the declared shape; doors answer 400 with every fault. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  constructor(readonly faults: readonly InputFault[]) {
    super(faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; '));
  }
}

type Segment = PropertyKey | { readonly key: PropertyKey };
interface Issue {
  readonly message: string;
  readonly path?: readonly Segment[] | undefined;
}

const faultsOf = (issues: readonly Issue[]): InputFault[] =>
  issues.map((issue) => ({
    path: (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
    message: issue.message,
  }));

/** Checks `@Body({ schema })`, `@Query({ schema })` and `@Param({ schema })` against their schemas. */
export const inputPipe = (): StandardSchemaValidationPipe =>
  new StandardSchemaValidationPipe({ exceptionFactory: (issues) => new InvalidInput(faultsOf(issues)) });

/** The same check by hand, for input no decorator reads. A bare `schema.parse` is for our own data: its failure is a fault. */
export const readInput = <S extends z.ZodType>(schema: S, input: unknown): z.infer<S> => {
  const result = schema.safeParse(input);
  if (!result.success) throw new InvalidInput(faultsOf(result.error.issues));
  return result.data;
};
