import { createContext, useContext } from 'react';
import type { Schemas } from '../api/client.js';

export type FormField = Schemas['FormField'];

/** What a form may draw its choices and first values from: the record it acts on. */
export interface FormSubject {
  readonly today: string;
  readonly problem?: Schemas['ProblemDetail'];
  readonly task?: Schemas['TaskDetail'];
}

export const FormContext = createContext<FormSubject | null>(null);

export const useFormSubject = (): FormSubject => {
  const subject = useContext(FormContext);
  if (!subject) throw new Error('a control outside a form');
  return subject;
};

/** What the form library hands to a control of ours. */
export interface ControlProps<T> {
  readonly id?: string;
  readonly value?: T | undefined;
  readonly onChange?: (value: T | undefined) => void;
}
