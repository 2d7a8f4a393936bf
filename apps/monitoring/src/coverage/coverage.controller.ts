import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { CivilDate, spanUpTo } from '#libs/contracts/shapes.js';
import { type Pollutant, POLLUTANTS } from '#libs/domain/air/pollutant.js';
import { Cursor, Limit, pagedBy } from '#libs/identity/paging.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { type Policy, POLICY } from '../policy.js';
import { KINDS_OF_SUBJECT, SUBJECT_KINDS, type SubjectKind } from '../subject/subject-kind.js';
import { coverageByKind, coverageOf, type SubjectPlace, subjectPage } from './coverage.view.js';

const MOST_DAYS = 92;
const MOST_SUMMED_DAYS = 31;
const HOURS_OF_DAY = 24;

const SPAN = spanUpTo(MOST_DAYS);
/** The kinds a pollutant is counted of; all where none is asked for. */
const measuring = (pollutant: Pollutant | undefined): SubjectKind[] =>
  SUBJECT_KINDS.filter(
    (kind) => !pollutant || KINDS_OF_SUBJECT[kind].data.pollutants.some(([, one]) => one === pollutant),
  );
/** What came of each pollutant of stations, of what was due of the point or kind; empty for other kinds. */
const ByPollutant = z.array(
  z.object({
    pollutant: z.enum(POLLUTANTS),
    received: z.int(),
    /** With one decimal; null where nothing was due. */
    percent: z.string().nullable(),
  }),
);
const CoverageQuery = z
  .object({
    from: CivilDate,
    to: CivilDate,
    kind: z.enum(SUBJECT_KINDS).optional(),
    /** Counts hours with a value of this one; of the kinds that are measured by it. */
    pollutant: z.enum(POLLUTANTS).optional(),
    cursor: Cursor,
    limit: Limit,
  })
  .refine(...SPAN)
  .refine(({ kind, pollutant }) => !kind || measuring(pollutant).includes(kind), {
    path: ['pollutant'],
    message: 'is measured at stations only',
  });
/** All subjects are counted at once: fewer days than a page of them may ask for. */
const SummaryQuery = z.object({ from: CivilDate, to: CivilDate }).refine(...spanUpTo(MOST_SUMMED_DAYS));
const BY_KIND = pagedBy(z.enum(SUBJECT_KINDS), z.string());
const CoverageList = z
  .object({
    from: CivilDate,
    to: CivilDate,
    /** How many subjects there are on all pages. */
    all: z.int(),
    /** By kind and id. */
    items: z.array(
      z.object({
        subject: z.object({ kind: z.enum(SUBJECT_KINDS), id: z.string(), name: z.string() }),
        areaId: z.string(),
        network: z.string(),
        /** Day of its first data of all: nothing is due before; null where nothing ever came. */
        since: CivilDate.nullable(),
        /** Hours or rows that are due on a whole day. */
        duePerDay: z.int(),
        /** Those that have to be there by now, day by day from `from` on: not before they are late. */
        due: z.array(z.int()),
        /** Usable ones of those that came; where a pollutant is asked for, those with a value of it. */
        received: z.array(z.int()),
        byPollutant: ByPollutant,
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'Coverage' });

const CoverageSummary = z
  .object({
    from: CivilDate,
    to: CivilDate,
    kinds: z.array(
      z.object({
        kind: z.enum(SUBJECT_KINDS),
        subjects: z.int(),
        /** Those of them that never sent anything usable; what they should have sent is due. */
        never: z.int(),
        received: z.int(),
        due: z.int(),
        /** Share that came, with one decimal; null where nothing was due. */
        percent: z.string().nullable(),
        byPollutant: ByPollutant,
      }),
    ),
  })
  .meta({ id: 'CoverageSummary' });

const placeOf = (cursor: string | undefined): SubjectPlace | null => {
  const key = BY_KIND.after(cursor);
  return key && { kind: key[0], id: key[1] };
};

/** The calendar of gaps: what came of what was due. */
@ApiTags('coverage')
@Controller('coverage')
export class CoverageController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(POLICY) private readonly policy: Policy,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: CoverageList })
  async list(
    @Query({ schema: CoverageQuery }) { from, to, kind, pollutant, cursor, limit }: z.infer<typeof CoverageQuery>,
  ): Promise<z.input<typeof CoverageList>> {
    const { cadence } = this.policy.on(to);
    const kinds = kind ? [kind] : measuring(pollutant);
    const { all, places } = await subjectPage(this.db.manager, kinds, { after: placeOf(cursor), limit });
    const span = { from, to, subjectIds: places.map(({ id }) => id), pollutant };
    const items = await coverageOf(this.db.manager, kinds, span, { cadence, now: await this.clock.now() });
    return {
      from,
      to,
      all,
      nextCursor: BY_KIND.next(places, limit, ({ kind: kindOf, id }) => [kindOf, id]),
      items: items.map(({ received, due, byPollutant, ...item }) => ({
        ...item,
        duePerDay: HOURS_OF_DAY / cadence[item.subject.kind].everyHours,
        due: [...due],
        received: [...received],
        byPollutant: [...byPollutant],
      })),
    };
  }

  @Get('summary')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: CoverageSummary })
  async summary(
    @Query({ schema: SummaryQuery }) { from, to }: z.infer<typeof SummaryQuery>,
  ): Promise<z.input<typeof CoverageSummary>> {
    const { cadence } = this.policy.on(to);
    const kinds = await coverageByKind(this.db.manager, { from, to }, { cadence, now: await this.clock.now() });
    return { from, to, kinds: kinds.map((kind) => ({ ...kind, byPollutant: [...kind.byPollutant] })) };
  }
}
