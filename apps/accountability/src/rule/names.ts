import type { EntityManager } from 'typeorm';
import { AreaState, PostState, UnitState } from '#libs/contracts/directory.events.js';
import { DrinkingSourceState, MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import { select } from '#libs/persistence/select.js';

interface Named {
  readonly name?: string;
  readonly shortName?: string;
  readonly title?: string;
}

const statesOf = async (
  tx: EntityManager,
  topic: string,
  ids: readonly (string | null)[],
): Promise<Map<string, Named>> => {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await select<{ id: string; state: Named }>(
    tx,
    'select r.id, r.state from reference_state r where r.topic = $1 and r.id = any($2::text[])',
    [topic, wanted],
  );
  return new Map(rows.map(({ id, state }) => [id, state]));
};

/** Names of people's units, areas, posts and watched subjects, by id; an id not known yet stands for itself. */
export interface Names {
  readonly unit: (id: string) => string;
  readonly area: (id: string) => string;
  readonly post: (id: string) => string;
  readonly subject: (subject: SubjectRef) => string;
}

/** Looks up all names a view needs, one query a kind. */
export const namesFor = async (
  tx: EntityManager,
  wanted: {
    readonly units?: readonly (string | null)[];
    readonly areas?: readonly (string | null)[];
    readonly posts?: readonly (string | null)[];
    readonly subjects?: readonly SubjectRef[];
  },
): Promise<Names> => {
  const subjects = wanted.subjects ?? [];
  const idsOf = (...kinds: SubjectRef['kind'][]): string[] =>
    subjects.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);
  const units = await statesOf(tx, UnitState.topic, [...(wanted.units ?? []), ...idsOf('unit')]);
  const areas = await statesOf(tx, AreaState.topic, [...(wanted.areas ?? []), ...idsOf('area')]);
  const posts = await statesOf(tx, PostState.topic, wanted.posts ?? []);
  const monitored = await statesOf(tx, MonitoredSubjectState.topic, idsOf('station', 'section', 'outlet', 'plant'));
  const sources = await statesOf(tx, DrinkingSourceState.topic, idsOf('source'));
  const unit = (id: string): string => units.get(id)?.shortName ?? units.get(id)?.name ?? id;
  const area = (id: string): string => areas.get(id)?.name ?? id;
  return {
    unit,
    area,
    post: (id) => posts.get(id)?.title ?? id,
    subject: ({ kind, id }) =>
      kind === 'unit'
        ? unit(id)
        : kind === 'area'
          ? area(id)
          : ((kind === 'source' ? sources : monitored).get(id)?.name ?? id),
  };
};
