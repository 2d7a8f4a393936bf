import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { ReportProgress } from './progress.api.js';
import type { ProgressRow } from './progress.store.js';

/**
 * The very same report on the same day is the same report sent again because its answer was lost; a week later the same
 * words are a report without progress. Refuses with PROGRESS_REPORTED_ALREADY.
 */
export const refuseRepeated = (
  last: ProgressRow | null,
  report: Pick<ReportProgress, 'text' | 'milestone' | 'share' | 'dispatchId' | 'evidence'>,
  at: Date,
): void => {
  if (last === null) return;
  const hashes = (files: readonly { readonly sha256: string }[]): string =>
    files
      .map(({ sha256 }) => sha256)
      .sort()
      .join();
  const isSame =
    shanghaiDate(last.reportedAt) === shanghaiDate(at) &&
    last.text === report.text &&
    last.milestoneNo === report.milestone &&
    Number(last.share) === Number(report.share) &&
    last.dispatchId === report.dispatchId &&
    hashes(last.files) === hashes(report.evidence);
  if (isSame) throw new Refusal('PROGRESS_REPORTED_ALREADY', 'this report has been received', { progressId: last.id });
};
