import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import { TargetStandingDetails } from '#libs/contracts/target-standing.js';
import { Requires } from '#libs/identity/permission.guard.js';
import type { Pack } from '#libs/policy/pack.js';
import { PACK } from '#libs/service/tokens.js';
import { readCursor, writeCursor } from '#libs/identity/cursor.js';
import { namesFor } from '../rule/names.js';
import { IndicatorPage, IndicatorQuery } from './indicator.api.js';
import { indicatorHistory } from './indicator.store.js';

const instant = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text));

/** The history of all numbers (指标), with every revision and when it became known. */
@ApiTags('indicators')
@Controller('indicator-history')
export class IndicatorController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(PACK) private readonly pack: Pack,
  ) {}

  @Get()
  @Requires('indicator.read')
  @ApiOkResponse({ standardSchema: IndicatorPage })
  async list(
    @Query({ schema: IndicatorQuery }) query: z.infer<typeof IndicatorQuery>,
  ): Promise<z.input<typeof IndicatorPage>> {
    const key = readCursor(query.cursor, 2);
    const found = await indicatorHistory(this.db.manager, {
      definition: query.definition,
      subjectKind: query.subjectKind,
      subjectId: query.subjectId,
      periodLabel: query.periodLabel,
      from: instant(query.from),
      to: instant(query.to),
      knownAt: instant(query.knownAt),
      currentOnly: query.revisions === 'current',
      limit: query.limit,
      after: key ? { end: new Date(key[0]!), id: key[1]! } : undefined,
    });
    const targets = new Map(
      found.flatMap(({ id, details }) => {
        const read = TargetStandingDetails.safeParse(details);
        return read.success ? [[id, read.data] as const] : [];
      }),
    );
    const names = await namesFor(this.db.manager, {
      subjects: [...found.map(({ subject }) => subject), ...[...targets.values()].map(({ of }) => of)],
    });
    const nameOf = (definition: string): { zh: string; en: string } =>
      this.pack.indicators.find(({ id }) => id === definition)?.name ?? { zh: definition, en: definition };
    const subjectNameOf = (id: string, subject: SubjectRef): string => {
      const target = targets.get(id);
      return target
        ? `${names.subject(target.of)}${target.periodLabel}${nameOf(target.definition).zh}`
        : names.subject(subject);
    };
    const last = found.at(-1);
    return {
      items: found.map(({ occurredAt: _occurredAt, period, subject, recordedAt, details, ...one }) => ({
        ...one,
        name: nameOf(one.definition),
        subject: { ...subject, name: subjectNameOf(one.id, subject) },
        period: {
          kind: period.kind,
          label: period.label,
          start: period.start.toISOString(),
          end: period.end.toISOString(),
        },
        cutoff: period.end.toISOString(),
        recordedAt: recordedAt.toISOString(),
        details: { ...details },
      })),
      nextCursor: last && found.length === query.limit ? writeCursor(last.period.end.toISOString(), last.id) : null,
    };
  }
}
