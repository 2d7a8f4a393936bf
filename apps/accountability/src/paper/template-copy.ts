import { Refusal } from '#libs/domain/refusal.js';
import { TemplateSchema } from '#libs/documents/template-schema.js';
import {
  type Template,
  type TemplateParameter,
  templateProblems,
  type TemplateValue,
  type TemplateValues,
} from '#libs/documents/template.js';

const isThere = (value: TemplateValue): boolean => value !== undefined && value !== null;

/** Rows of a list with the fields the template declares. */
const rowsFor = (parameter: TemplateParameter, value: TemplateValue): TemplateValue => {
  if (parameter.type !== 'list' || !Array.isArray(value)) return value;
  const names = parameter.fields.map(({ name }) => name);
  return (value as readonly TemplateValues[]).map((row) =>
    Object.fromEntries(names.map((name) => [name, row[name]] as const).filter(([, one]) => isThere(one))),
  );
};

/** The values a template asks for, out of all that are known; what is null or missing stays a blank. */
export const valuesFor = (template: Template, known: TemplateValues): TemplateValues =>
  Object.fromEntries(
    template.parameters
      .map((parameter) => [parameter.name, rowsFor(parameter, known[parameter.name])] as const)
      .filter(([, value]) => isThere(value)),
  );

/**
 * An act's copy of its template with another text. Blanks the text no longer names are left unused. Refuses with
 * TEMPLATE_INVALID, naming every place, when the text names what is not declared or would leave a hole.
 */
export const withBody = (template: Template, body: readonly unknown[]): Template => {
  const read = TemplateSchema.shape.body.safeParse(body);
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => `body.${path.join('.')}: ${message}`);
    throw new Refusal('TEMPLATE_INVALID', `the text cannot be used: ${problems.join('; ')}`, { problems });
  }
  const edited = { ...template, body: read.data };
  const problems = templateProblems(edited).filter((problem) => !problem.endsWith('is used nowhere'));
  if (problems.length > 0) {
    throw new Refusal('TEMPLATE_INVALID', `the text cannot be used: ${problems.join('; ')}`, { problems });
  }
  return edited;
};
