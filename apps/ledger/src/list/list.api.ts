import { z } from 'zod';
import { CivilDate, DecimalText } from '#libs/contracts/shapes.js';
import { field } from '#libs/contracts/form.js';
import { InstantInput, Ref, ShortText, WRITE_SHAPE } from '../inputs.api.js';
import { ItemInput } from '../problem/problem.api.js';

export const LIST_KINDS = ['campaign', 'inspection', 'category', 'other'] as const;

/** `POST /lists`. */
export const CreateList = z
  .object({
    id: field(
      z.string().regex(/^[a-z0-9][a-z0-9-]{1,79}$/, 'small letters, digits and hyphens'),
      'text',
      '清单代码',
      'code',
    ),
    kind: field(z.enum(LIST_KINDS), 'choice', '清单类型', 'kind'),
    source: field(Ref, 'choice', '问题来源', 'source'),
    name: field(ShortText, 'text', '清单名称', 'name'),
    shortName: field(z.string().trim().min(1).max(40), 'text', '简称', 'short name'),
    assignDocNo: field(ShortText.optional(), 'text', '交办文号', 'assignment document'),
    assignedByUnitId: field(Ref.optional(), 'unit', '交办单位', 'assigned by'),
    /** Post or unit that approves closing. */
    closingBody: field(Ref.optional(), 'text', '销号审批', 'closing body'),
    publicNotice: field(z.boolean().default(false), 'boolean', '需公示', 'public notice'),
    upperConfirmation: field(z.boolean().default(false), 'boolean', '需上级确认', 'confirmed by the body above'),
    year: field(z.int().min(2000).max(2100).optional(), 'integer', '年度', 'year'),
    batch: field(z.string().trim().max(60).optional(), 'text', '批次', 'batch'),
    ...WRITE_SHAPE,
  })
  .meta({ id: 'CreateList' });
export type CreateList = z.infer<typeof CreateList>;

/** `POST /lists/{id}/items`: puts a registered problem on a further list. */
export const AddItem = ItemInput.omit({ listId: true })
  .extend({ problemId: z.uuid(), ...WRITE_SHAPE })
  .meta({ id: 'AddListItem' });

export const RateView = z
  .object({
    numerator: z.int(),
    denominator: z.int(),
    denominatorName: z.enum(['base', 'due', 'completed']),
    /** One decimal; null says there is no task. */
    text: DecimalText.nullable(),
  })
  .meta({ id: 'Rate' });
export const RatesView = z
  .object({
    cutoff: z.string(),
    counts: z.object({
      base: z.int(),
      due: z.int(),
      completed: z.int(),
      dueCompleted: z.int(),
      closed: z.int(),
      longTerm: z.object({ base: z.int(), completed: z.int() }),
    }),
    completionRate: RateView,
    dueCompletionRate: RateView,
    closureRate: RateView,
    closureOfCompleted: RateView,
  })
  .meta({ id: 'Rates' });

const LIST_SHAPE = {
  id: z.string(),
  version: z.int(),
  kind: z.enum(LIST_KINDS),
  source: z.string(),
  name: z.string(),
  shortName: z.string(),
  assignDocNo: z.string().nullable(),
  assignedByUnitId: z.string().nullable(),
  closingBody: z.string().nullable(),
  publicNotice: z.boolean(),
  upperConfirmation: z.boolean(),
  selfFound: z.boolean(),
  year: z.int().nullable(),
  batch: z.string().nullable(),
};
export const ListOutcome = z.object({ listId: z.string(), version: z.int() }).meta({ id: 'ListOutcome' });
export const ListRow = z
  .object({ ...LIST_SHAPE, items: z.int(), overdue: z.int(), rates: RatesView })
  .meta({ id: 'ProblemList' });
export const ListPage = z
  .object({
    items: z.array(ListRow),
    nextCursor: z.string().nullable(),
    /** Distinct problems on all assigned lists together; lists of self-found problems are left out. */
    distinct: RatesView,
  })
  .meta({ id: 'ProblemListPage' });

/** `GET /rates`. */
export const RatesQuery = z.object({
  cutoff: InstantInput.or(CivilDate).optional(),
  knownAt: InstantInput.optional(),
  listId: z.string().max(120).optional(),
  unitId: z.string().max(120).optional(),
});
export const RatesAnswer = z
  .object({
    cutoff: z.iso.datetime(),
    knownAt: z.iso.datetime(),
    distinct: RatesView,
    lists: z.record(z.string(), RatesView),
    /** Present when `knownAt` lies before now: what became known later about the same cut-off. */
    changedSince: z
      .object({
        distinct: RatesView,
        lists: z.record(z.string(), RatesView),
        records: z.array(
          z.object({
            problemId: z.uuid(),
            problemNo: z.string(),
            listId: z.string(),
            field: z.string(),
            then: z.string(),
            now: z.string(),
          }),
        ),
      })
      .nullable(),
  })
  .meta({ id: 'RatesAnswer' });
