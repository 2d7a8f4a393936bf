import { z } from 'zod';

/** What a form needs to draw a field; stands in the OpenAPI document as `x-control` beside `title` and `x-en`. */
export const CONTROLS = [
  'text',
  'long-text',
  'date',
  'datetime',
  'integer',
  'decimal',
  'boolean',
  'choice',
  'unit',
  'units',
  'post',
  'people',
  'problem',
  'files',
  'texts',
  'choices',
  'milestone',
  'milestones',
  'measures',
  'goals',
  'measure-results',
  'goal-results',
  'survey',
  'sweep',
  'posts',
  'values',
] as const;
export type Control = (typeof CONTROLS)[number];

/** Gives a field of an input schema its control and its names. */
export const field = <S extends z.ZodType>(schema: S, control: Control, zh: string, en: string): S =>
  schema.meta({ title: zh, 'x-en': en, 'x-control': control });

/** A field as a form draws it. */
export const FormField = z
  .object({
    name: z.string(),
    zh: z.string(),
    en: z.string(),
    control: z.enum(CONTROLS),
    required: z.boolean(),
    choices: z.array(z.object({ value: z.string(), zh: z.string(), en: z.string() })).optional(),
  })
  .meta({ id: 'FormField' });
export type FormField = z.infer<typeof FormField>;

/** The fields of an input schema that carry a control, in their order; what has none is not for people to fill in. */
export const formFieldsOf = (
  schema: z.ZodObject,
  choices: Readonly<Record<string, FormField['choices']>> = {},
): FormField[] =>
  Object.entries(schema.shape).flatMap(([name, one]) => {
    const shape = one as z.ZodType;
    const meta = shape.meta() as { title?: string; 'x-en'?: string; 'x-control'?: Control } | undefined;
    if (!meta?.['x-control']) return [];
    const known = choices[name];
    return [
      {
        name,
        zh: meta.title ?? name,
        en: meta['x-en'] ?? name,
        control: meta['x-control'],
        required: !shape.safeParse(undefined).success,
        ...(known ? { choices: known } : {}),
      },
    ];
  });
