import { z } from 'zod';
import { Named, PackDate } from './item.js';
import { IndicatorDefinition, Limit } from './measurement.schema.js';
import { Permission, PostKind, Role, UnitType } from './organisation.schema.js';
import {
  ActKind,
  AddresseeRelation,
  Approval,
  Channel,
  Ladder,
  NumberSeries,
  ProcessRule,
  Rule,
} from './pressure.schema.js';
import { AssessmentScheme, Bulletin, FundingRules } from './reporting.schema.js';
import { Category, ClosureRules, Dispatch, LagGrades, ProblemSource, Seal } from './work.schema.js';

/** The lists of a pack: the file each stands in, the key it stands under, and what its items look like. */
export const PACK_LISTS = {
  unitTypes: { file: 'unit-types.yaml', key: 'items', schema: UnitType },
  postKinds: { file: 'post-kinds.yaml', key: 'items', schema: PostKind },
  permissions: { file: 'roles.yaml', key: 'permissions', schema: Permission },
  roles: { file: 'roles.yaml', key: 'items', schema: Role },
  sources: { file: 'sources.yaml', key: 'items', schema: ProblemSource },
  categories: { file: 'categories.yaml', key: 'items', schema: Category },
  indicators: { file: 'indicators.yaml', key: 'items', schema: IndicatorDefinition },
  limits: { file: 'limits.yaml', key: 'items', schema: Limit },
  lagGrades: { file: 'lag.yaml', key: 'items', schema: LagGrades },
  rules: { file: 'rules.yaml', key: 'items', schema: Rule },
  processes: { file: 'rules.yaml', key: 'processes', schema: ProcessRule },
  relations: { file: 'ladders.yaml', key: 'relations', schema: AddresseeRelation },
  ladders: { file: 'ladders.yaml', key: 'items', schema: Ladder },
  acts: { file: 'acts.yaml', key: 'items', schema: ActKind },
  approvals: { file: 'acts.yaml', key: 'approvals', schema: Approval },
  dispatches: { file: 'dispatch.yaml', key: 'items', schema: Dispatch },
  bulletins: { file: 'bulletins.yaml', key: 'items', schema: Bulletin },
  assessments: { file: 'assessment.yaml', key: 'items', schema: AssessmentScheme },
  funding: { file: 'funding.yaml', key: 'items', schema: FundingRules },
  numbering: { file: 'numbering.yaml', key: 'items', schema: NumberSeries },
  seals: { file: 'seals.yaml', key: 'items', schema: Seal },
  closure: { file: 'closure.yaml', key: 'items', schema: ClosureRules },
  channels: { file: 'channels.yaml', key: 'items', schema: Channel },
} as const;
export type PackListName = keyof typeof PACK_LISTS;

export const PackHead = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.int().positive(),
  validFrom: PackDate,
  title: Named,
  zone: z.literal('Asia/Shanghai'),
});

type PackLists = {
  readonly [K in PackListName]: readonly z.infer<(typeof PACK_LISTS)[K]['schema']>[];
};

/**
 * A policy pack: everything a place may decide for itself, read once and never changed. Lists keep the order of their
 * files; several versions of one id may stand side by side, so read them through `inForce`, `itemInForce` or `itemVersion`.
 */
export interface Pack extends z.infer<typeof PackHead>, PackLists {
  readonly dir: string;
}
