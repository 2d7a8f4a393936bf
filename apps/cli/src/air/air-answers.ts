import { type AnswerOptions, clientOf, print } from '../installation-answers.js';

interface Targets {
  readonly items: readonly {
    readonly definition: string;
    readonly subject: { readonly kind: string; readonly id: string };
    readonly period: { readonly label: string };
    readonly value: string;
    readonly now: {
      readonly day: string;
      readonly value: string | null;
      readonly target: string;
      readonly gap: string | null;
      readonly remaining: number;
      readonly state: string | null;
      readonly standing: string | null;
    } | null;
    readonly watched: boolean;
    readonly dataState: string | null;
    readonly lostValidity: readonly { readonly pollutant: string; readonly period: string }[];
    readonly since: string | null;
  }[];
}
interface Comparison {
  readonly concentrations: readonly {
    readonly pollutant: string;
    readonly statistic: string;
    readonly current: number | null;
    readonly earlier: number | null;
    readonly change: number | null;
    readonly changePercent: number | null;
  }[];
  readonly days: {
    readonly current: { readonly goodDays: number | null; readonly evaluatedDays: number };
    readonly earlier: { readonly goodDays: number | null; readonly evaluatedDays: number };
    readonly goodDaysChange: number | null;
  };
  readonly inForce: { readonly days: { readonly goodDays: number | null; readonly evaluatedDays: number } };
}

const ask = <T extends object>(options: AnswerOptions, path: string): Promise<T> =>
  clientOf(options).call<T>(options.user, 'GET', path);

/** Prints the targets of a year as the installation serves them, CSV. */
export const printTargets = async (options: AnswerOptions & { readonly year: string }): Promise<void> => {
  const { items } = await ask<Targets>(options, `/api/targets?limit=200&year=${encodeURIComponent(options.year)}`);
  print([
    [
      'definition',
      'subject',
      'period',
      'target',
      'until',
      'value',
      'gap',
      'remaining',
      'state',
      'since',
      'standing',
      'watched',
      'dataState',
      'lostValidity',
    ],
    ...items.map(({ definition, subject, period, value, now, since, watched, dataState, lostValidity }) => [
      definition,
      `${subject.kind}/${subject.id}`,
      period.label,
      now?.target ?? value,
      now?.day ?? null,
      now?.value ?? null,
      now?.gap ?? null,
      now?.remaining ?? null,
      now?.state ?? null,
      since,
      now?.standing ?? null,
      watched ? 'yes' : 'no',
      dataState,
      lostValidity.map((one) => `${one.period} ${one.pollutant}`).join(';'),
    ]),
  ]);
};

/** Prints an area's span against the same days of the year before, CSV. */
export const printComparison = async (
  areaId: string,
  options: AnswerOptions & { readonly from: string; readonly to: string },
): Promise<void> => {
  const query = new URLSearchParams({ areaId, from: options.from, to: options.to }).toString();
  const { concentrations, days, inForce } = await ask<Comparison>(options, `/api/air-comparison?${query}`);
  print([
    ['figure', 'statistic', 'current', 'earlier', 'change', 'changePercent'],
    ...concentrations.map((one) => [
      one.pollutant,
      one.statistic,
      one.current,
      one.earlier,
      one.change,
      one.changePercent,
    ]),
    ['good-days', 'count', days.current.goodDays, days.earlier.goodDays, days.goodDaysChange, null],
    ['evaluated-days', 'count', days.current.evaluatedDays, days.earlier.evaluatedDays, null, null],
    ['good-days', 'count-in-force', inForce.days.goodDays, null, null, null],
    ['evaluated-days', 'count-in-force', inForce.days.evaluatedDays, null, null, null],
  ]);
};
