import type { z } from 'zod';
import type { BasisReference } from '#libs/contracts/shapes.js';
import type { Figure, FigureState } from '#libs/documents/official-document.js';
import type { FigureText } from '#libs/documents/template.js';
import { type NameOfDefinition, type Sourced, sourceNumber } from './source-number.js';

/** A number printed in an act, with all that is needed to find it again. */
export interface ActFigure extends Sourced {
  /** Unique within the act. */
  readonly id: string;
  readonly label: string;
  /** As printed, rounded once by whoever computed it. */
  readonly value: string;
  readonly unit: string;
  readonly state: FigureState;
  /** The record it was read from. */
  readonly source: z.infer<typeof BasisReference>;
}

/** The row of the annex of data sources; what stands under 来源编号 finds the figure in the platform (`sourceNumber`). */
export const paperFigureIn =
  (nameOf: NameOfDefinition) =>
  (figure: ActFigure): Figure => {
    const { id, label, value, unit, cutoff, state } = figure;
    return { id, label, value, unit, cutoff, state, sourceId: sourceNumber(figure, nameOf) };
  };
export const paperFigure = paperFigureIn((definition) => definition);

/** A figure as it stands in running text: value and unit, tied to its row of the annex. */
export const figureText = ({ id, value, unit }: ActFigure, after = unit): FigureText => ({
  text: `${value}${after}`,
  figureId: id,
});
