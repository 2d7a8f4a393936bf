/** 实时, 初步, 审核: how far a value has been looked at; later states stand above earlier ones. */
export type DataState = 'realtime' | 'preliminary' | 'reviewed';

const ORDER: readonly DataState[] = ['realtime', 'preliminary', 'reviewed'];

/** Whether a text is one of the three states. */
export const isDataState = (text: string): text is DataState => (ORDER as readonly string[]).includes(text);

/** Negative where the first is less looked at than the second. */
export const compareDataStates = (a: DataState, b: DataState): number => ORDER.indexOf(a) - ORDER.indexOf(b);

/** A statistic is only as good as the least looked-at value in it; real-time where there is none. */
export const lowestDataState = (states: Iterable<DataState>): DataState => {
  let lowest: DataState | null = null;
  for (const state of states) if (lowest === null || compareDataStates(state, lowest) < 0) lowest = state;
  return lowest ?? 'realtime';
};
