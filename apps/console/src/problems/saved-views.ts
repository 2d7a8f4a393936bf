import { useState } from 'react';

export interface SavedView {
  readonly name: string;
  /** The query of the address. */
  readonly search: string;
}
const KEPT = 'duban.problem-views';

const read = (): SavedView[] => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(kept) ? (kept as SavedView[]) : [];
  } catch {
    return [];
  }
};

/** Views somebody keeps on this machine, by name; one of the same name is replaced. */
export const useSavedViews = () => {
  const [views, setViews] = useState(read);
  const put = (next: SavedView[]): void => {
    localStorage.setItem(KEPT, JSON.stringify(next));
    setViews(next);
  };
  return {
    views,
    keep: (view: SavedView): void => put([...views.filter(({ name }) => name !== view.name), view]),
    remove: (name: string): void => put(views.filter((view) => view.name !== name)),
  };
};
