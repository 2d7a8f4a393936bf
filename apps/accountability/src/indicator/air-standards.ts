import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';

/** Papers name the stage where one standard has limits of two. */
const STAGES: Readonly<Record<string, string>> = { 'cn-2026-transition': '过渡阶段' };

/** By which standards numbers of the air were made, in words of a paper. */
export interface AirStandards {
  readonly goodDays: string;
  readonly concentrations: string;
  readonly compositeIndex: string;
}

/** The standards behind an edition of the rules; null for an edition nobody knows. */
export const airStandards = (edition: string): AirStandards | null => {
  const documents = NATIONAL_EDITIONS.find(({ id }) => id === edition)?.documents;
  // Who is measured against a standard may hold its text beside the paper: a rule taken from the edition before is said.
  const rules = documents?.assessmentRules ? `，其中有效性和数值修约沿用${documents.assessmentRules}的规定` : '';
  return documents
    ? {
        goodDays: `优良天数按${documents.index}评价`,
        concentrations: `浓度按${documents.assessment}统计${rules}`,
        compositeIndex: `综合指数按${documents.limits}${STAGES[edition] ?? ''}二级浓度限值计算`,
      }
    : null;
};
