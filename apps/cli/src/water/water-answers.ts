import { WATER_CLASS_LOOKS, type WaterClass } from '#libs/domain/water/edition.js';
import { type AnswerOptions, clientOf, print } from '../installation-answers.js';

interface Exceeding {
  readonly name: string;
  readonly multiple: string | null;
}
interface Months {
  readonly months: readonly {
    readonly month: string;
    readonly finality: string;
    readonly state: string;
    readonly waterClass: WaterClass | null;
    readonly target: WaterClass | null;
    readonly isCompliant: boolean | null;
    readonly exceeding: readonly Exceeding[];
    readonly failing: { readonly count: number } | null;
  }[];
}
interface Summary {
  readonly span: { readonly label: string; readonly finality: string };
  readonly groups: readonly {
    readonly name: string;
    readonly sections: number;
    readonly evaluated: number;
    readonly goodShare: string | null;
    readonly inferiorShare: string | null;
    readonly word: string | null;
    readonly compliance: { readonly rate: string | null };
  }[];
}

const numeral = (waterClass: WaterClass | null): string | null =>
  waterClass === null ? null : WATER_CLASS_LOOKS[waterClass].numeral;
const exceedingText = (items: readonly Exceeding[]): string =>
  items.map(({ name, multiple }) => (multiple === null ? name : `${name}(${multiple})`)).join('、');

/** Prints the months of a section as the installation serves them, CSV, the newest first. */
export const printSectionMonths = async (
  id: string,
  options: AnswerOptions & { readonly months: string },
): Promise<void> => {
  const path = `/api/sections/${encodeURIComponent(id)}/months?months=${encodeURIComponent(options.months)}`;
  const { months } = await clientOf(options).call<Months>(options.user, 'GET', path);
  print([
    ['month', 'finality', 'state', 'class', 'target', 'compliant', 'exceeding', 'failingMonths'],
    ...months.map((one) => [
      one.month,
      one.finality,
      one.state,
      numeral(one.waterClass),
      numeral(one.target),
      one.isCompliant,
      exceedingText(one.exceeding),
      one.failing?.count ?? null,
    ]),
  ]);
};

/** Prints rivers, basins, areas or control levels over a span, CSV. */
export const printWaterSummary = async (
  options: AnswerOptions & { readonly by: string; readonly span: string; readonly month?: string },
): Promise<void> => {
  const { by, span, month } = options;
  const query = new URLSearchParams({ by, span, ...(month === undefined ? {} : { month }) });
  const answer = await clientOf(options).call<Summary>(options.user, 'GET', `/api/water-summary?${query.toString()}`);
  print([
    ['span', 'finality', 'name', 'sections', 'evaluated', 'goodShare', 'inferiorShare', 'quality', 'complianceRate'],
    ...answer.groups.map((one) => [
      answer.span.label,
      answer.span.finality,
      one.name,
      one.sections,
      one.evaluated,
      one.goodShare,
      one.inferiorShare,
      one.word,
      one.compliance.rate,
    ]),
  ]);
};
