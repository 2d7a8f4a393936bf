/**
 * Ambient exceedances of several areas as processes: a day on which at least so many areas are above the limit is one
 * regional process; a run of an area's days above the limit that touches a regional day belongs to it, every other run is
 * one process of that area.
 *
 * The grouping is a function of the facts alone, so late and corrected days give the same processes in any order of
 * arrival; what changed is the difference of two groupings. A warning is kept per process by its key:
 * `area|A|first day of the run`, `regional|day`.
 */
import { addDays, type CivilDate } from '../calendar/shanghai.js';

/** Pack data. */
export interface GroupingPolicy {
  /** Areas above the limit on one day from which it is regional. */
  readonly regionalFrom: number;
  /** Areas that report; a day is judged when all of them have, or when it is sealed. */
  readonly areas: readonly string[];
}

/** One area on one day. `isAbove` is null when the day is not evaluated; such a day breaks a run. */
export interface AreaDay {
  readonly area: string;
  readonly day: CivilDate;
  readonly isAbove: boolean | null;
  readonly revision: number;
}

/** JSON state, kept by the caller. */
export interface GroupingState {
  readonly facts: Readonly<
    Record<CivilDate, Readonly<Record<string, { readonly isAbove: boolean | null; readonly revision: number }>>>
  >;
  readonly sealed: readonly CivilDate[];
}
export const NO_FACTS: GroupingState = { facts: {}, sealed: [] };

export interface AirProcess {
  readonly key: string;
  readonly kind: 'regional' | 'area';
  /** The regional day, or the first day of the area's run. */
  readonly day: CivilDate;
  readonly firstDay: CivilDate;
  readonly lastDay: CivilDate;
  /** Every area with days in it, in the order of the policy. */
  readonly areas: readonly string[];
  readonly areaDays: readonly { readonly area: string; readonly day: CivilDate }[];
  /** The day after its last day has been judged and did not prolong it. */
  readonly isOver: boolean;
  /** Regional process that took this area's process in when its run reached the regional day. */
  readonly takenInBy: string | null;
}

export type ProcessChange =
  | { readonly change: 'opened' | 'updated' | 'ended' | 'resumed' | 'released'; readonly airProcess: AirProcess }
  /** An area's process that a regional one took in. */
  | { readonly change: 'taken-in'; readonly airProcess: AirProcess; readonly by: string }
  /** The same process under a new key, because a correction moved the first day of its run. */
  | { readonly change: 'moved'; readonly airProcess: AirProcess; readonly from: string }
  /** A correction left nothing of it, or merged it into another. */
  | { readonly change: 'withdrawn'; readonly airProcess: AirProcess; readonly into: string | null };

const areaKey = (area: string, day: CivilDate): string => `area|${area}|${day}`;
const regionalKey = (day: CivilDate): string => `regional|${day}`;

const isJudged = (policy: GroupingPolicy, state: GroupingState, day: CivilDate): boolean => {
  const facts = state.facts[day];
  return state.sealed.includes(day) || (facts !== undefined && policy.areas.every((area) => facts[area] !== undefined));
};

interface Run {
  readonly area: string;
  readonly days: readonly CivilDate[];
}

const runsOf = (policy: GroupingPolicy, state: GroupingState, judged: readonly CivilDate[]): Run[] =>
  policy.areas.flatMap((area) => {
    const runs: CivilDate[][] = [];
    for (const day of judged.filter((one) => state.facts[one]?.[area]?.isAbove === true)) {
      const last = runs.at(-1);
      if (last && addDays(last.at(-1)!, 1) === day) last.push(day);
      else runs.push([day]);
    }
    return runs.map((days) => ({ area, days }));
  });

/** All processes of the judged days, by key: regional ones, standing area ones and those taken in. */
export const processesOf = (policy: GroupingPolicy, state: GroupingState): ReadonlyMap<string, AirProcess> => {
  const judged = Object.keys(state.facts)
    .filter((day) => isJudged(policy, state, day))
    .sort();
  const isRegional = (day: CivilDate): boolean =>
    policy.areas.filter((area) => state.facts[day]?.[area]?.isAbove === true).length >= policy.regionalFrom;
  const build = (
    key: string,
    day: CivilDate,
    areaDays: readonly { readonly area: string; readonly day: CivilDate }[],
    takenInBy: string | null,
  ): AirProcess => {
    const days = areaDays.map((one) => one.day).sort();
    const lastDay = days.at(-1)!;
    return {
      key,
      kind: key.startsWith('area|') ? 'area' : 'regional',
      day,
      firstDay: days[0]!,
      lastDay,
      areas: policy.areas.filter((area) => areaDays.some((one) => one.area === area)),
      areaDays,
      isOver: takenInBy !== null || isJudged(policy, state, addDays(lastDay, 1)),
      takenInBy,
    };
  };
  const processes = new Map<string, AirProcess>();
  const ofRegional = new Map<CivilDate, { area: string; day: CivilDate }[]>();
  for (const { area, days } of runsOf(policy, state, judged)) {
    const first = days[0]!;
    const key = areaKey(area, first);
    const regional = days.filter(isRegional);
    if (regional.length === 0) {
      processes.set(
        key,
        build(
          key,
          first,
          days.map((day) => ({ area, day })),
          null,
        ),
      );
      continue;
    }
    const alone = days.filter((day) => day < regional[0]!).map((day) => ({ area, day }));
    if (alone.length > 0) processes.set(key, build(key, first, alone, regionalKey(regional[0]!)));
    for (const day of days) {
      // Days before the first regional day join it, later ones the latest regional day they follow.
      const home = regional.filter((one) => one <= day).at(-1) ?? regional[0]!;
      const found = ofRegional.get(home);
      if (found) found.push({ area, day });
      else ofRegional.set(home, [{ area, day }]);
    }
  }
  for (const [day, areaDays] of ofRegional)
    processes.set(regionalKey(day), build(regionalKey(day), day, areaDays, null));
  return processes;
};

const shares = (airProcess: AirProcess, other: AirProcess): boolean =>
  airProcess.areaDays.some((one) => other.areaDays.some(({ area, day }) => area === one.area && day === one.day));

const isSameExtent = (a: AirProcess, b: AirProcess): boolean =>
  a.areaDays.length === b.areaDays.length &&
  a.areaDays.every((one, at) => one.area === b.areaDays[at]!.area && one.day === b.areaDays[at]!.day);

const differences = (before: AirProcess, after: AirProcess): ProcessChange[] => {
  if (before.takenInBy === null && after.takenInBy !== null)
    return [{ change: 'taken-in', airProcess: after, by: after.takenInBy }];
  if (before.takenInBy !== null && after.takenInBy === null) {
    const released: ProcessChange[] = [{ change: 'released', airProcess: after }];
    return after.isOver ? [...released, { change: 'ended', airProcess: after }] : released;
  }
  if (before.takenInBy !== after.takenInBy) return [{ change: 'taken-in', airProcess: after, by: after.takenInBy! }];
  const changes: ProcessChange[] = isSameExtent(before, after) ? [] : [{ change: 'updated', airProcess: after }];
  if (before.isOver !== after.isOver) changes.push({ change: after.isOver ? 'ended' : 'resumed', airProcess: after });
  return changes;
};

/** What has to be done to warnings that stood for one grouping so that they stand for another. */
export const changesBetween = (
  before: ReadonlyMap<string, AirProcess>,
  after: ReadonlyMap<string, AirProcess>,
): ProcessChange[] => {
  const changes: ProcessChange[] = [];
  const gone = [...before.values()].filter(({ key }) => !after.has(key));
  const moved = new Set<string>();
  const inOrder = [...after.values()].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.key < b.key ? -1 : 1));
  for (const airProcess of inOrder) {
    const known = before.get(airProcess.key);
    if (known) {
      changes.push(...differences(known, airProcess));
      continue;
    }
    const source = gone.find(
      (one) => one.kind === 'area' && airProcess.kind === 'area' && !moved.has(one.key) && shares(one, airProcess),
    );
    if (source) {
      moved.add(source.key);
      changes.push({ change: 'moved', airProcess, from: source.key }, ...differences(source, airProcess));
      continue;
    }
    changes.push({ change: 'opened', airProcess });
    if (airProcess.takenInBy !== null) changes.push({ change: 'taken-in', airProcess, by: airProcess.takenInBy });
    else if (airProcess.isOver) changes.push({ change: 'ended', airProcess });
  }
  for (const airProcess of gone.filter(({ key }) => !moved.has(key))) {
    const heir = inOrder.find((one) => one.takenInBy === null && shares(airProcess, one));
    changes.push({ change: 'withdrawn', airProcess, into: heir?.key ?? null });
  }
  return changes;
};

export type GroupingEvent =
  | ({ readonly kind: 'fact' } & AreaDay)
  /** Nothing more is expected for the day: areas that have not reported count as not evaluated. */
  | { readonly kind: 'sealed'; readonly day: CivilDate };

/** Takes one fact or seal in. A stale or repeated fact changes nothing; a correction of a judged day acts at once. */
export const regroup = (
  policy: GroupingPolicy,
  state: GroupingState,
  event: GroupingEvent,
): { readonly state: GroupingState; readonly changes: ProcessChange[] } => {
  let next: GroupingState;
  if (event.kind === 'sealed') {
    if (state.sealed.includes(event.day)) return { state, changes: [] };
    next = {
      facts: { ...state.facts, [event.day]: state.facts[event.day] ?? {} },
      sealed: [...state.sealed, event.day],
    };
  } else {
    const { area, day, isAbove, revision } = event;
    const known = state.facts[day]?.[area];
    if (!policy.areas.includes(area) || (known && known.revision >= revision)) return { state, changes: [] };
    next = { ...state, facts: { ...state.facts, [day]: { ...state.facts[day], [area]: { isAbove, revision } } } };
  }
  // Most facts leave their day unjudged; only one that completes or corrects a judged day can change anything.
  const changes = isJudged(policy, next, event.day)
    ? changesBetween(processesOf(policy, state), processesOf(policy, next))
    : [];
  return { state: next, changes };
};

/** Drops what lies before the last judged day earlier than `before` on which nobody was above, so that no run is cut. */
export const forgetBefore = (policy: GroupingPolicy, state: GroupingState, before: CivilDate): GroupingState => {
  const calm = Object.keys(state.facts)
    .filter((day) => day < before && isJudged(policy, state, day))
    .filter((day) => policy.areas.every((area) => state.facts[day]?.[area]?.isAbove !== true))
    .sort()
    .at(-1);
  if (calm === undefined) return state;
  return {
    facts: Object.fromEntries(Object.entries(state.facts).filter(([day]) => day >= calm)),
    sealed: state.sealed.filter((day) => day >= calm),
  };
};
