import type { Schemas } from '../api/client.js';

export type EvidenceNode = Schemas['EvidenceNode'];
export type Nodes = ReadonlyMap<string, EvidenceNode>;

/** A column of the drawing: what the node before it rests on, and which of them the line goes on from. */
export interface Column {
  readonly keys: readonly string[];
  readonly chosen: string;
}

/** How far each record lies from the start on the longest way there; a record two ways lead to stands where the longer ends. */
export const depthsOf = (start: string, nodes: Nodes): ReadonlyMap<string, number> => {
  const depths = new Map<string, number>([[start, 0]]);
  const walk = (key: string, above: ReadonlySet<string>): void => {
    const depth = depths.get(key)! + 1;
    const along = new Set(above).add(key);
    for (const next of nodes.get(key)?.references ?? []) {
      if (along.has(next) || (depths.get(next) ?? -1) >= depth) continue;
      depths.set(next, depth);
      walk(next, along);
    }
  };
  walk(start, new Set());
  return depths;
};

/** What a record rests on directly: what is reached through another of its own references comes with that one. */
export const nextOf = (key: string, nodes: Nodes, depths: ReadonlyMap<string, number>): readonly string[] => {
  const all = nodes.get(key)?.references ?? [];
  const near = all.filter((one) => depths.get(one) === depths.get(key)! + 1);
  return near.length > 0 ? near : all;
};

/**
 * One line through the chain, column by column: through the chosen records as far as they were chosen, then through the
 * first reference of each.
 */
export const columnsOf = (start: string, nodes: Nodes, choices: readonly string[]): Column[] => {
  const depths = depthsOf(start, nodes);
  const columns: Column[] = [{ keys: [start], chosen: start }];
  const seen = new Set([start]);
  for (let at = start; ;) {
    const keys = nextOf(at, nodes, depths).filter((key) => !seen.has(key));
    if (keys.length === 0) return columns;
    const chosen = choices[columns.length];
    at = chosen !== undefined && keys.includes(chosen) ? chosen : keys[0]!;
    seen.add(at);
    columns.push({ keys, chosen: at });
  }
};

/** A record the line ends at although it rests on others that have not been read: reading goes on from there. */
export const openEnd = (columns: readonly Column[], nodes: Nodes): string | null => {
  const last = columns.at(-1);
  return last && !nodes.has(last.chosen) ? last.chosen : null;
};
