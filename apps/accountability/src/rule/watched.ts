import type { EntityManager } from 'typeorm';
import { DrinkingSourceState, MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import type { EventContract } from '#libs/contracts/event.js';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import { select } from '#libs/persistence/select.js';

/** Where monitoring tells of a kind of subject; a sewage plant goes by its outlet. Null for kinds it tells nothing of. */
export const toldBy = (kind: SubjectRef['kind']): EventContract | null => {
  switch (kind) {
    case 'station':
    case 'section':
    case 'outlet':
    case 'plant':
      return MonitoredSubjectState;
    case 'source':
      return DrinkingSourceState;
    default:
      return null;
  }
};

/** A watched place as its owner tells of it. */
export interface Watched {
  readonly id: string;
  readonly name: string;
  readonly areaId: string;
  readonly answersFor: readonly {
    readonly unitId: string;
    readonly sharePerMille: number;
    readonly from: string;
    readonly to: string | null;
  }[];
}

/** The sections on a river or in a basin, which is known by its name in their register; retired ones left out. */
export const sectionsOfWater = async (
  tx: EntityManager,
  { kind, id }: { readonly kind: 'river' | 'basin'; readonly id: string },
): Promise<Watched[]> =>
  (
    await select<{ state: Watched }>(
      tx,
      `select r.state from reference_state r
        where r.topic = $1 and not r.retired and r.state -> 'water' ->> $2 = $3 order by r.id limit 2000`,
      [MonitoredSubjectState.topic, kind, id],
    )
  ).map(({ state }) => state);
