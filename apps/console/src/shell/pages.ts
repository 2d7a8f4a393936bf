import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

export type PageName = 'overview' | 'wall' | 'work' | 'problems' | 'dispatch' | 'pressure' | 'funds' | 'operations';

export interface PageOfMenu {
  readonly name: PageName;
  readonly path: string;
  /** Who has none of these does not see the entry; the owners of the records check again. */
  readonly permissions: readonly string[];
  readonly Component: LazyExoticComponent<ComponentType>;
}

type Load = () => Promise<{ default: ComponentType }>;
const page = (name: PageName, permissions: readonly string[], load: Load): PageOfMenu => ({
  name,
  path: `/${name}`,
  permissions,
  Component: lazy(load),
});

// Written by name once they exist; until then a folder without a page has no entry either.
const found = import.meta.glob<{ default: ComponentType }>('../{overview,wall,dispatch,pressure}/index.tsx');
const maybe = (name: PageName, permissions: readonly string[]): PageOfMenu[] => {
  const load = found[`../${name}/index.tsx`];
  return load ? [page(name, permissions, load)] : [];
};

/** The menu in its order; every page is loaded when it is first opened. */
export const PAGES: readonly PageOfMenu[] = [
  ...maybe('overview', ['indicator.read']),
  ...maybe('wall', ['indicator.read']),
  page('work', ['problem.read', 'task.read'], () => import('../work/index.js')),
  page('problems', ['problem.read'], () => import('../problems/index.js')),
  ...maybe('dispatch', ['dispatch.read']),
  ...maybe('pressure', ['warning.read']),
  page('funds', ['project.read'], () => import('../funds/index.js')),
  page('operations', ['operations.read'], () => import('../operations/index.js')),
];
