import { epochDay } from '#libs/domain/calendar/shanghai.js';
import { writtenDate } from '#libs/documents/chinese-writing.js';
import {
  fillTemplate,
  type FilledDocument,
  fillText,
  type FilledText,
  type Template,
  type TemplateField,
  type TemplateParameter,
  type TemplateValue,
  type TemplateValues,
} from '#libs/documents/template.js';
import { type ActFigure, paperFigure, paperFigureIn } from './figure.js';
import type { NameOfDefinition } from './source-number.js';

/** Blanks that nobody fills in by hand: dates of signing, issue and meeting, and the arrangement of a talk, give them. */
export const LATE_NAMES: readonly string[] = [
  'approvedOn',
  'startDate',
  'endDate',
  'finalDeadline',
  'decisionDate',
  'liftedOn',
  'meetingTime',
  'meetingPlace',
  'chairPost',
  'attendees',
  'materials',
  'materialsDue',
  'leaveDue',
  'publicity',
  'minutesDue',
  'planDue',
];
/** Fields of list rows that come late. */
const LATE_FIELDS: readonly string[] = ['acts.deadline'];

export const OPEN = '（待定）';

/** A blank of a template nobody has filled yet. */
export interface Blank {
  readonly name: string;
  readonly label: string;
}

const isGiven = (value: TemplateValue): boolean =>
  value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === '');
const rowsOf = (value: TemplateValue): readonly TemplateValues[] =>
  Array.isArray(value) ? (value as readonly TemplateValues[]) : [];

const blanksOfParameter = (parameter: TemplateParameter, value: TemplateValue): Blank[] => {
  if (parameter.type === 'list') {
    const rows = rowsOf(value);
    if (rows.length < parameter.atLeast) return [{ name: parameter.name, label: parameter.label }];
    return parameter.fields.flatMap((field) => {
      const name = `${parameter.name}.${field.name}`;
      const isOpen = !field.optional && rows.some((row) => !isGiven(row[field.name]));
      return isOpen && !LATE_FIELDS.includes(name) ? [{ name, label: `${parameter.label}：${field.label}` }] : [];
    });
  }
  const isOpen = !parameter.optional && parameter.type !== 'flag' && !isGiven(value);
  return isOpen ? [{ name: parameter.name, label: parameter.label }] : [];
};

/** What still has to be filled in before the act can be signed. */
export const blanksOf = (template: Template, values: TemplateValues): Blank[] => [
  ...template.parameters
    .filter(({ name }) => !LATE_NAMES.includes(name))
    .flatMap((parameter) => blanksOfParameter(parameter, values[parameter.name])),
  ...template.requireAny
    .filter((group) => !group.some((name) => isThere(values[name])))
    .map((group) => ({
      name: group.join('|'),
      label: template.parameters
        .filter(({ name }) => group.includes(name))
        .map(({ label }) => label)
        .join('、'),
    })),
];

const isThere = (value: TemplateValue): boolean =>
  Array.isArray(value) ? value.length > 0 : value === false ? false : isGiven(value);

const asText = (field: TemplateField): TemplateField => {
  const { choices: _choices, ...rest } = field;
  return { ...rest, type: 'text' };
};

/** A value of a field that has become a text because others of its kind are still open. */
const written = (field: TemplateField, value: TemplateValue): TemplateValue => {
  if (!isGiven(value)) return OPEN;
  if (field.type === 'date' && typeof value === 'string') {
    epochDay(value);
    return writtenDate(value);
  }
  if (field.type === 'choice' && typeof value === 'string') return field.choices?.[value] ?? value;
  return typeof value === 'number' ? String(value) : value;
};

/** The template with every open blank shown as such, so that a draft can be read as a paper. */
const withOpenBlanks = (template: Template, values: TemplateValues): { template: Template; values: TemplateValues } => {
  const shown: Record<string, TemplateValue> = { ...values };
  const parameters = template.parameters.map((parameter): TemplateParameter => {
    const value = values[parameter.name];
    if (parameter.type === 'flag') return parameter;
    if (parameter.type !== 'list') {
      if (parameter.optional || isGiven(value)) return parameter;
      shown[parameter.name] = OPEN;
      return asText(parameter);
    }
    const missing = Math.max(0, parameter.atLeast - rowsOf(value).length);
    const rows = [...rowsOf(value), ...Array.from({ length: missing }, (): TemplateValues => ({}))];
    const open = parameter.fields.filter((field) => !field.optional && rows.some((row) => !isGiven(row[field.name])));
    shown[parameter.name] = rows.map((row) => ({
      ...row,
      ...Object.fromEntries(open.map((field) => [field.name, written(field, row[field.name])])),
    }));
    return { ...parameter, fields: parameter.fields.map((field) => (open.includes(field) ? asText(field) : field)) };
  });
  return { template: { ...template, parameters, requireAny: [] }, values: shown };
};

/** The paper of an act; as a draft it shows what is still open, otherwise an open blank is refused (TEMPLATE_PARAMETER). */
export const filledPaper = (
  template: Template,
  values: TemplateValues,
  figures: readonly ActFigure[],
  isDraft: boolean,
  nameOf?: NameOfDefinition,
): FilledDocument => {
  const ready = isDraft ? withOpenBlanks(template, values) : { template, values };
  return fillTemplate(ready.template, ready.values, figures.map(nameOf ? paperFigureIn(nameOf) : paperFigure));
};

/** The same for a message inside the system. */
export const filledMessage = (template: Template, values: TemplateValues): FilledText => {
  const ready = withOpenBlanks(template, values);
  return fillText(ready.template, ready.values);
};

/** Title of the paper as far as it is known. */
export const titleOf = (template: Template, values: TemplateValues, figures: readonly ActFigure[]): string =>
  template.kind === 'MESSAGE' || template.kind === 'SHEET'
    ? filledMessage(template, values).title
    : filledPaper(template, values, figures, true).title;
