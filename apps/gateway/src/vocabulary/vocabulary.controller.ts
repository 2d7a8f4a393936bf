import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '#libs/identity/permission.guard.js';
import type { Pack } from '#libs/policy/pack.js';
import { PACK } from '#libs/service/tokens.js';

const Words = z.object({ zh: z.string(), en: z.string() });
const Named = z.object({ id: z.string(), ...Words.shape });
const Names = z.array(Named);
/** Numbers with their definition. */
const Indicators = z.array(
  Named.extend({
    service: z.string(),
    subject: z.string(),
    period: z.string(),
    unit: z.string(),
    decimals: z.int(),
    direction: z.enum(['higher', 'lower', 'none']),
    /** How it is made, and what it needs. */
    formula: Words,
    coverage: Words,
  }),
);
const Vocabulary = z
  .object({
    pack: z.object({ id: z.string(), version: z.int() }),
    sources: Names,
    categories: Names,
    unitTypes: Names,
    postKinds: Names,
    roles: Names,
    indicators: Indicators,
    rules: Names,
    ladders: Names,
    acts: Names,
    dispatches: Names,
    bulletins: Names,
  })
  .meta({ id: 'Vocabulary' });

/** What the pack calls the things that records name by id. Whoever may sign in at all has an inbox, and reads this. */
@ApiTags('vocabulary')
@Controller('api/vocabulary')
export class VocabularyController {
  constructor(@Inject(PACK) private readonly pack: Pack) {}

  @Get()
  @Requires('inbox.read')
  @ApiOkResponse({ standardSchema: Vocabulary })
  names(): z.input<typeof Vocabulary> {
    const { pack } = this;
    return {
      pack: { id: pack.id, version: pack.version },
      sources: namesOf(pack.sources),
      categories: namesOf(pack.categories),
      unitTypes: namesOf(pack.unitTypes),
      postKinds: namesOf(pack.postKinds),
      roles: namesOf(pack.roles),
      indicators: newest(pack.indicators).map(
        ({ name, version: _version, validFrom: _from, validTo: _to, airFormula: _machine, ...definition }) => ({
          ...definition,
          ...name,
        }),
      ),
      rules: namesOf(pack.rules),
      ladders: namesOf(pack.ladders),
      acts: namesOf(pack.acts),
      dispatches: namesOf(pack.dispatches),
      bulletins: namesOf(pack.bulletins),
    };
  }
}

type NamedItem = { readonly id: string; readonly validFrom: string; readonly name: { zh: string; en: string } };

/** One item an id, in the order of the pack: its newest version, also when it is no longer in force. */
const newest = <T extends NamedItem>(items: readonly T[]): T[] => {
  const found = new Map<string, T>();
  for (const item of items) {
    const known = found.get(item.id);
    if (!known || known.validFrom < item.validFrom) found.set(item.id, item);
  }
  return [...found.values()];
};

const namesOf = (items: readonly NamedItem[]): z.input<typeof Names> =>
  newest(items).map(({ id, name }) => ({ id, zh: name.zh, en: name.en }));
