/** Document templates: what a pack file declares. */
import { z } from 'zod';

const Name = z.string().regex(/^[a-z][A-Za-z0-9]*$/);
/** Known inside every list. */
export const RESERVED_NAMES: readonly string[] = ['index', 'first', 'last'];

/**
 * One blank of a template. `time` is an instant printed on the 24-hour clock of Asia/Shanghai, `figure` a number with
 * its id in the annex, `flag` a yes or no that shows or hides text, `choice` a code printed by its Chinese name.
 */
const Field = z.strictObject({
  name: Name,
  label: z.string().min(1),
  type: z.enum(['text', 'integer', 'date', 'time', 'figure', 'flag', 'choice']),
  optional: z.boolean().default(false),
  choices: z.record(z.string(), z.string().min(1)).optional(),
});
const ListField = z.strictObject({
  name: Name,
  label: z.string().min(1),
  type: z.literal('list'),
  /** Fewest items. */
  atLeast: z.int().nonnegative().default(0),
  fields: z.array(Field).min(1),
});
const Parameter = z.union([Field, ListField]);
export type TemplateField = z.infer<typeof Field>;
export type TemplateParameter = z.infer<typeof Parameter>;

const Level = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
const Text = z.string().min(1);

/** A string is running text; a line break begins a new paragraph. */
export type TemplateBlock =
  | string
  | { heading: 1 | 2 | 3 | 4; text: string; then?: string | undefined }
  | { list: 1 | 2 | 3 | 4; each: string; item: string }
  | {
      table: {
        each: string;
        columns: {
          label: string;
          value: string;
          weight?: number | undefined;
          align?: 'left' | 'center' | 'right' | undefined;
        }[];
        /** Printed in place of the table when the list is empty. */
        empty?: string | undefined;
      };
    }
  | {
      form: {
        weights: number[];
        rows: { text: string; label?: boolean | undefined; span?: number | undefined; lines?: number | undefined }[][];
      };
    }
  | { figures: true }
  | { when: string; blocks: TemplateBlock[] }
  | { unless: string; blocks: TemplateBlock[] };

const BlockSchema: z.ZodType<TemplateBlock> = z.lazy(() =>
  z.union([
    Text,
    z.strictObject({ heading: Level, text: Text, then: Text.optional() }),
    z.strictObject({ list: Level, each: Name, item: Text }),
    z.strictObject({
      table: z.strictObject({
        each: Name,
        columns: z
          .array(
            z.strictObject({
              label: Text,
              value: Text,
              weight: z.number().positive().optional(),
              align: z.enum(['left', 'center', 'right']).optional(),
            }),
          )
          .min(1),
        empty: Text.optional(),
      }),
    }),
    z.strictObject({
      form: z.strictObject({
        weights: z.array(z.number().positive()).min(1),
        rows: z.array(
          z.array(
            z.strictObject({
              text: z.string(),
              label: z.boolean().optional(),
              span: z.int().positive().optional(),
              lines: z.int().positive().optional(),
            }),
          ),
        ),
      }),
    }),
    z.strictObject({ figures: z.literal(true) }),
    z.strictObject({ when: Name, blocks: z.array(BlockSchema) }),
    z.strictObject({ unless: Name, blocks: z.array(BlockSchema) }),
  ]),
);

export const TemplateSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.int().positive(),
  validFrom: z.iso.date(),
  validTo: z.iso.date().optional(),
  name: z.string().min(1),
  /** 通知、通报、函、纪要、表; MESSAGE is text inside the system, SHEET the head and foot of a spreadsheet. */
  kind: z.enum(['NOTICE', 'BULLETIN', 'LETTER', 'MINUTES', 'FORM', 'MESSAGE', 'SHEET']),
  /** Pattern of the number, `{{agencyCode}}`, `{{year}}`, `{{serial}}`; absent for papers without a number. */
  numbering: z.string().min(1).optional(),
  disclosure: z.enum(['ACTIVE', 'ON_REQUEST', 'NOT_DISCLOSED']).default('NOT_DISCLOSED'),
  parameters: z.array(Parameter),
  /** Of each group at least one must be given. */
  requireAny: z.array(z.array(Name).min(2)).default([]),
  title: Text,
  addressee: Text.optional(),
  body: z.array(BlockSchema).min(1),
  attachments: z
    .array(z.strictObject({ title: Text, blocks: z.array(BlockSchema).min(1), loose: z.boolean().default(false) }))
    .default([]),
  /** One recipient to a line. */
  copyTo: Text.optional(),
  /** Minutes: one person or unit to a line. */
  attendance: z.strictObject({ present: Text, excused: Text.optional(), observing: Text.optional() }).optional(),
  /** Lines under a sheet. */
  foot: z.array(Text).default([]),
});
export type Template = z.infer<typeof TemplateSchema>;
