import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

export type PageName =
  'overview' | 'wall' | 'monitoring' | 'work' | 'problems' | 'dispatch' | 'pressure' | 'funds' | 'operations';

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

/** The menu in its order; every page is loaded when it is first opened. */
export const PAGES: readonly PageOfMenu[] = [
  page('overview', ['indicator.read'], () => import('../overview/index.js')),
  page('wall', ['indicator.read'], () => import('../wall/index.js')),
  page('monitoring', ['monitoring.read'], () => import('../monitoring/index.js')),
  page('work', ['problem.read', 'task.read'], () => import('../work/index.js')),
  page('problems', ['problem.read'], () => import('../problems/index.js')),
  page('dispatch', ['dispatch.read'], () => import('../dispatch/index.js')),
  page('pressure', ['warning.read'], () => import('../pressure/index.js')),
  page('funds', ['project.read'], () => import('../funds/index.js')),
  page('operations', ['operations.read'], () => import('../operations/index.js')),
];
