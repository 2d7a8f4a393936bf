import type { EntityManager } from 'typeorm';
import { AreaState } from '#libs/contracts/directory.events.js';
import { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { allReferences } from '#libs/messaging/reference.js';

export interface EvaluatedAreas {
  /** Area of the installation itself; null before the areas have arrived. */
  readonly root: string | null;
  /** Areas right below it that have stations: they are compared and ranked. By id. */
  readonly areas: readonly string[];
  readonly names: ReadonlyMap<string, string>;
}

/** Which areas report the air of a day or month: those next below the installation's own that hold a station. */
export const evaluatedAreas = async (tx: EntityManager): Promise<EvaluatedAreas> => {
  const states = await allReferences(tx, AreaState);
  const parentOf = new Map(states.map(({ id, parentId }) => [id, parentId]));
  const root = states.find(({ parentId }) => parentId === null)?.id ?? null;
  const belowRoot = (id: string): string | null => {
    let area: string | null = id;
    // A tree of areas is a handful of levels deep; the bound keeps a broken one from running for ever.
    for (let level = 0; area !== null && level < 10; level += 1) {
      const parent: string | null = parentOf.get(area) ?? null;
      if (parent === root) return area;
      area = parent;
    }
    return null;
  };
  const stations = (await allReferences(tx, MonitoredSubjectState)).filter(({ kind }) => kind === 'station');
  const areas = [...new Set(stations.map(({ areaId }) => belowRoot(areaId)).filter((id) => id !== null))].sort();
  return { root, areas, names: new Map(states.map(({ id, name }) => [id, name])) };
};
