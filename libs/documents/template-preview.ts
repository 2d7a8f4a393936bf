/** What a template looks like before there is a case: every blank shows its Chinese label. */
import type { Figure } from './document-content.js';
import type { Template, TemplateField, TemplateParameter } from './template-schema.js';
import type { TemplateValue, TemplateValues } from './template-values.js';

const DAY = '2026-01-05';
const INSTANT = '2026-01-05T01:00:00Z';
const ITEMS = 2;

/**
 * Values for `fillTemplate` or `fillText` with 【label】 in each blank, and the figures they name. `bare` leaves out
 * everything that may be left out, to see the other branches.
 */
export const previewValues = (
  template: Template,
  bare = false,
): { readonly values: TemplateValues; readonly figures: readonly Figure[] } => {
  const figures: Figure[] = [];
  const field = (one: TemplateField, id: string): TemplateValue => {
    switch (one.type) {
      case 'text':
        return `【${one.label}】`;
      case 'integer':
        return 1;
      case 'date':
        return DAY;
      case 'time':
        return INSTANT;
      case 'flag':
        return !bare;
      case 'choice':
        return Object.keys(one.choices ?? {})[0];
      case 'figure':
        figures.push({ id, label: one.label, value: '0', unit: '—', cutoff: DAY, state: 'preliminary', sourceId: id });
        return { text: `【${one.label}】`, figureId: id };
    }
  };
  const isNeeded = (name: string): boolean => template.requireAny.some((group) => group.at(-1) === name);
  const valueOf = (one: TemplateParameter): TemplateValue => {
    if (one.type === 'list') {
      const count = bare ? Math.max(one.atLeast, isNeeded(one.name) ? 1 : 0) : Math.max(one.atLeast, ITEMS);
      return Array.from({ length: count }, (_, index) => recordOf(one.fields, `${one.name}-${index + 1}-`));
    }
    if (one.type === 'flag') return !bare || isNeeded(one.name);
    return bare && one.optional && !isNeeded(one.name) ? undefined : field(one, one.name);
  };
  const recordOf = (fields: readonly TemplateField[], prefix: string): TemplateValues =>
    Object.fromEntries(
      fields.map((one) => [one.name, bare && one.optional ? undefined : field(one, prefix + one.name)] as const),
    );
  const values = Object.fromEntries(template.parameters.map((one) => [one.name, valueOf(one)] as const));
  return { values, figures };
};
