import type { z } from 'zod';
import type { BasisReference } from '#libs/contracts/shapes.js';
import type { FigureState } from '#libs/documents/official-document.js';
import type { FigureText } from '#libs/documents/template.js';
import type { IndicatorDefinition } from '#libs/policy/measurement.schema.js';
import { type ActFigure, figureText } from '../paper/figure.js';
import type { StoredIndicator } from '../indicator/indicator.store.js';
import { subjectWord } from '../indicator/subject-word.js';

/** Printed where an indicator has not come: the figure is named, its value is not. */
export const NO_NUMBER = '无数据';

export const referenceTo = ({ id, revision }: StoredIndicator): z.infer<typeof BasisReference> => ({
  service: 'accountability',
  kind: 'indicator',
  id,
  version: revision,
});

/** How far a number is confirmed: measurements by their data state, numbers of the ledger and of money as confirmed. */
export const stateOf = (indicator: StoredIndicator): FigureState =>
  indicator.service === 'monitoring' ? indicator.dataState : 'confirmed';

/** A figure read from an indicator: its value, or one of the counts beside it. */
export const figureFrom = (
  id: string,
  label: string,
  indicator: StoredIndicator,
  value: string | null = indicator.valid ? indicator.value : null,
  unit: string = indicator.unit,
): ActFigure => ({
  id,
  label,
  definition: indicator.definition,
  parameters: {
    subject: subjectWord(indicator),
    period: indicator.period.label,
    ...(indicator.edition === '' ? {} : { edition: indicator.edition }),
  },
  cutoff: indicator.period.end.toISOString(),
  value: value ?? NO_NUMBER,
  unit: value === null ? '' : unit,
  state: stateOf(indicator),
  source: referenceTo(indicator),
  revision: indicator.revision,
});

/** Collects figures while text is written, so that each printed number is tied to its row of the annex. */
export interface FigureSheet {
  readonly figures: readonly ActFigure[];
  /** Adds the figure and gives its printed form, with its unit unless said otherwise. */
  print(figure: ActFigure, unit?: string): FigureText;
}

export const figureSheet = (): FigureSheet => {
  const figures = new Map<string, ActFigure>();
  return {
    get figures() {
      return [...figures.values()];
    },
    print: (figure, unit = figure.unit) => {
      figures.set(figure.id, figure);
      return figureText(figure, figure.value === NO_NUMBER ? '' : unit);
    },
  };
};

/** Name and unit of an indicator from the pack. */
export const definitionOf = (
  definitions: readonly IndicatorDefinition[],
  id: string,
): { readonly name: string; readonly unit: string } => {
  const found = definitions.find((one) => one.id === id);
  return { name: found?.name.zh ?? id, unit: found?.unit ?? '' };
};
