import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { JobKind, TimerHandler } from '#libs/scheduling/scheduler.js';
import { select } from '#libs/persistence/select.js';
import type { ServiceParts } from '#libs/service/service-definition.js';
import type { AccountabilityConfig } from '../config.js';
import { pinEvidence } from '../evidence/pin-evidence.js';
import { passLadderLimit } from '../ladder/pass-ladder-limit.js';
import { LADDER_DUTY } from '../ladder/set-ladder-timer.js';
import { noRefusal } from '../no-refusal.js';
import { lockAct } from './act.store.js';
import { markOverdue } from './mark-act.js';
import { renderAct } from '../paper/render-act.js';
import { ACT_LIMIT } from './set-act-timer.js';

type Parts = ServiceParts<AccountabilityConfig>;

/** Limits that run: those of ladders, and those of acts without one. */
export const actTimers = ({ pack }: Parts): Record<string, TimerHandler> => ({
  [LADDER_DUTY]: (tx, timer) => noRefusal(() => passLadderLimit(tx, pack, timer)),
  [ACT_LIMIT]: async (tx, timer) => {
    const [actId, duty] = timer.subjectId.split(':') as [string, string];
    const act = await lockAct(tx, actId);
    if (act) await markOverdue(tx, act, { duty, since: shanghaiDate(timer.dueAt) }, timer.dueAt);
  },
});

const ids = (rows: readonly { actId: string }[]): string[] => rows.map(({ actId }) => actId);

/** Papers to be rendered, and evidence to be pinned once an act is out. */
export const actJobs = ({ db, files, pack, config }: Parts): Record<string, JobKind> => ({
  'render-act': {
    run: ({ id }) =>
      renderAct({ db, files, pack, settings: config.AGENCY, isSample: config.SAMPLE_WATERMARK === 'true' }, id),
    pending: async (tx, limit) =>
      ids(
        await select<{ actId: string }>(
          tx,
          `select a.act_id from act a where a.document_of is distinct from a.paper_version
            order by a.occurred_at limit $1`,
          [limit],
        ),
      ),
  },
  'pin-evidence': {
    run: ({ id }, progress) =>
      pinEvidence(
        {
          ...{ db, files, pack, serviceUrls: config.SERVICE_URLS, internalKey: config.INTERNAL_KEY },
          mostRecords: config.EVIDENCE_MOST_RECORDS,
        },
        id,
        progress,
      ),
    // An act whose paper is not made yet waits for it: the paper is part of the evidence.
    pending: async (tx, limit) =>
      ids(
        await select<{ actId: string }>(
          tx,
          `select a.act_id from act a
            where a.issued_at is not null and a.bundle_sha256 is null and a.document_of = a.paper_version
            order by a.issued_at limit $1`,
          [limit],
        ),
      ),
  },
});
