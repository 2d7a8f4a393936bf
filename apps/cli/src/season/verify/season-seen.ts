import type { SampleCity, Script } from '../sample-city.js';
import type { Question } from './check.js';
import type { Doors } from './doors.js';
import type { Expected } from './expected.js';

/** What every part of the verification works from. */
export interface SeasonSeen {
  readonly expected: Expected;
  readonly doors: Doors;
  readonly city: SampleCity;
  readonly script: Script;
  /** Where the installation keeps its data: the sample's mailbox stands in it, the papers are copied into it. */
  readonly dataDir: string;
  /** Short name of an area → its code. */
  readonly areaIds: Readonly<Record<string, string>>;
  /** The season is checked as it stands at this instant. */
  readonly until: Date;
}

export type Part = (season: SeasonSeen) => readonly Question[];
