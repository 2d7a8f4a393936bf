/** The values a template is filled with: read by their declared kind, or refused with their place and label. */
import { epochDay } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { writtenDate, writtenTime } from './chinese-writing.js';
import { type Figure, type Inline, inlinesOf, type Line, textOf } from './document-content.js';
import type { Template, TemplateField, TemplateParameter } from './template-schema.js';

/** A number with its id in the annex of data sources. */
export interface FigureText {
  readonly text: string;
  readonly figureId: string;
}
/** Text may hold figures itself; an instant is a Date or its ISO form, a date `YYYY-MM-DD`. Null counts as not given. */
export type TemplateValue = Line | number | boolean | Date | FigureText | readonly TemplateValues[] | null | undefined;
export interface TemplateValues {
  readonly [name: string]: TemplateValue;
}

/** A value ready to print: inlines, a list of scopes, or a flag. Absent names are not in the scope. */
export type Ready =
  { readonly inlines: readonly Inline[] } | { readonly items: readonly Scope[] } | { readonly flag: boolean };
export type Scope = ReadonlyMap<string, Ready>;

const isAbsent = (value: TemplateValue): value is null | undefined => value === undefined || value === null;
const isFigure = (value: unknown): value is FigureText =>
  typeof value === 'object' &&
  value !== null &&
  'figureId' in value &&
  'text' in value &&
  typeof value.text === 'string';
const isLine = (value: unknown): value is Line =>
  typeof value === 'string' ||
  (typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string') ||
  (Array.isArray(value) && value.every((one) => typeof one !== 'object' || (one !== null && 'text' in one)));

const readField = (
  field: TemplateField,
  value: TemplateValue,
  figureIds: ReadonlySet<string>,
): { ready: Ready } | { problem: string } => {
  const words = (text: string): { ready: Ready } => ({ ready: { inlines: [text] } });
  switch (field.type) {
    case 'flag':
      return typeof value === 'boolean' ? { ready: { flag: value } } : { problem: 'is not yes or no' };
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value)
        ? words(String(value))
        : { problem: 'is no whole number' };
    case 'date':
      try {
        if (typeof value === 'string') {
          epochDay(value);
          return words(writtenDate(value));
        }
      } catch {
        // falls through to the same answer as for a value that is no text
      }
      return { problem: 'is no date YYYY-MM-DD' };
    case 'time': {
      const instant =
        value instanceof Date
          ? value
          : new Date(typeof value === 'string' && /T.*(Z|[+-]\d\d:\d\d)$/.test(value) ? value : NaN);
      return Number.isNaN(instant.getTime()) ? { problem: 'is no instant' } : words(writtenTime(instant));
    }
    case 'choice': {
      const name = typeof value === 'string' ? field.choices?.[value] : undefined;
      return name === undefined
        ? { problem: `is none of ${Object.keys(field.choices ?? {}).join(', ')}` }
        : words(name);
    }
    case 'figure':
      if (!isFigure(value) || value.text.trim() === '') return { problem: 'is no figure {text, figureId}' };
      return figureIds.has(value.figureId)
        ? { ready: { inlines: [value] } }
        : { problem: `names figure ${value.figureId}, which is not listed` };
    case 'text': {
      if (!isLine(value)) return { problem: 'is no text' };
      const inlines = inlinesOf(value);
      if (textOf(value).trim() === '') return { problem: 'is blank' };
      const unknown = inlines.find(
        (one) => typeof one !== 'string' && one.figureId !== undefined && !figureIds.has(one.figureId),
      );
      return typeof unknown === 'object'
        ? { problem: `names figure ${unknown.figureId}, which is not listed` }
        : { ready: { inlines } };
    }
  }
};

const readValues = (
  parameters: readonly TemplateParameter[],
  values: TemplateValues,
  figureIds: ReadonlySet<string>,
  place: string,
  problems: string[],
): Scope => {
  const scope = new Map<string, Ready>();
  const declared = new Set(parameters.map((parameter) => parameter.name));
  for (const name of Object.keys(values)) {
    if (!declared.has(name)) problems.push(`${place}${name} is no parameter`);
  }
  for (const parameter of parameters) {
    const value = values[parameter.name];
    const named = `${place}${parameter.name} (${parameter.label})`;
    if (parameter.type === 'list') {
      const items = isAbsent(value) ? [] : value;
      if (!Array.isArray(items) || items.some((item) => typeof item !== 'object' || item === null)) {
        problems.push(`${named} is no list`);
        continue;
      }
      if (items.length < parameter.atLeast) problems.push(`${named} needs ${parameter.atLeast} or more items`);
      const scopes = (items as readonly TemplateValues[]).map((item, index) => {
        const inner = readValues(
          parameter.fields,
          item,
          figureIds,
          `${place}${parameter.name}[${index + 1}].`,
          problems,
        );
        return new Map<string, Ready>([
          ...inner,
          ['index', { inlines: [String(index + 1)] }],
          ['first', { flag: index === 0 }],
          ['last', { flag: index === items.length - 1 }],
        ]);
      });
      scope.set(parameter.name, { items: scopes });
      continue;
    }
    if (isAbsent(value)) {
      if (!parameter.optional && parameter.type !== 'flag') problems.push(`${named} is missing`);
      continue;
    }
    const read = readField(parameter, value, figureIds);
    if ('problem' in read) problems.push(`${named} ${read.problem}`);
    else scope.set(parameter.name, read.ready);
  }
  return scope;
};

/** Whether a section over the name shows: a flag set, a value given, a list with items. */
export const isThere = (ready: Ready | undefined): boolean => {
  if (ready === undefined) return false;
  if ('flag' in ready) return ready.flag;
  return 'inlines' in ready || ready.items.length > 0;
};

/** Every parameter read and checked. Refusal TEMPLATE_PARAMETER lists all that is wrong, by place and Chinese label. */
export const scopeOf = (template: Template, values: TemplateValues, figures: readonly Figure[]): Scope => {
  const problems: string[] = [];
  const scope = readValues(template.parameters, values, new Set(figures.map((figure) => figure.id)), '', problems);
  for (const group of template.requireAny) {
    if (!group.some((name) => isThere(scope.get(name)))) {
      const labels = template.parameters.filter((one) => group.includes(one.name)).map((one) => one.label);
      problems.push(`one of ${group.join(', ')} (${labels.join('、')}) must be given`);
    }
  }
  if (problems.length > 0) {
    throw new Refusal('TEMPLATE_PARAMETER', `${template.id}: ${problems.join('; ')}`, {
      template: template.id,
      problems,
    });
  }
  return scope;
};
