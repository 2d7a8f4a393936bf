import type { ItemLagDetails } from '#libs/contracts/item-lag.js';
import { exactly } from '#libs/domain/assessment/percentage.js';
import type { FigureState } from '#libs/documents/official-document.js';

/** Progress is confirmed as far as somebody other than the doer confirmed it; before any report it is nobody's word. */
export const progressState = ({
  reports,
  reportedPct,
  confirmedPct,
}: Pick<ItemLagDetails, 'reports' | 'reportedPct' | 'confirmedPct'>): FigureState => {
  if (exactly(reportedPct).gt(exactly(confirmedPct))) return 'reported';
  if (exactly(confirmedPct).gt(0)) return 'confirmed';
  return reports.length > 0 ? 'reported' : 'unreported';
};
