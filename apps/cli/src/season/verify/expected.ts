import type { SampleCity } from '../sample-city.js';

export interface ExpectedRates {
  readonly at: string;
  readonly base: number;
  readonly due: number;
  readonly completed: number;
  readonly dueCompleted: number;
  readonly closed: number;
  readonly reopened: number;
  readonly completionRate: string | null;
  readonly dueCompletionRate: string | null;
  readonly closureRate: string | null;
  readonly lists: Readonly<Record<string, Omit<ExpectedRates, 'at' | 'lists'>>>;
}
export interface ExpectedSheet {
  readonly issueNo: number;
  readonly cutoff: string;
  readonly rows: readonly {
    readonly record: string;
    readonly level: string;
    readonly measured: string;
    readonly planned: string;
    readonly actual: string;
    readonly lagPoints: string;
    readonly timesRunning: number;
    readonly overdueDays: number;
  }[];
  readonly removed: readonly string[];
}
export interface ExpectedMonthArea {
  readonly composite: string | null;
  readonly rank?: number | null;
  readonly statistics: Readonly<Record<string, number | string>>;
  readonly validDays: Readonly<Record<string, number>>;
  readonly goodDays: number;
  readonly evaluatedDays: number;
  readonly goodDayRate: string;
}
export interface ExpectedSpan {
  readonly area: string;
  readonly from: string;
  readonly to: string;
}
export interface ExpectedWeek {
  readonly from: string;
  readonly to: string;
  readonly evaluatedOn: string;
  readonly goodSections: number;
  readonly sections: Readonly<
    Record<
      string,
      {
        readonly class: string;
        readonly failingCount: number;
        readonly rows: number;
        readonly means: Readonly<Record<string, string>>;
        readonly deciding: readonly string[];
      }
    >
  >;
}
interface ExpectedLetter {
  readonly cutoff: string;
  readonly approved: string;
  readonly received: string;
  readonly due: string;
  readonly answered: string;
}
interface ExpectedTalk {
  readonly received: string;
  readonly held: string;
  readonly minutesBy: string;
  readonly minutes: string;
  readonly planBy: string;
  readonly planFiled: string;
}
export interface ExpectedAct {
  readonly target: string;
  readonly approvers: readonly string[];
  readonly approved: string;
  readonly issued: string;
  readonly received: string | null;
  readonly due: string | null;
  readonly answered: string | null;
}
export interface ExpectedWarning {
  readonly ruleClass: string;
  readonly cause: string;
  readonly started: string;
  readonly ended?: string | null;
  readonly endedBy?: string;
  readonly takenInBy?: string;
  readonly taskCancelled?: boolean;
  readonly problemAt?: string;
  readonly opens: string;
  readonly areas?: readonly string[];
  readonly orderProposed?: string | null;
}

/** What an independent computation says the season ends with: samples/jiaxing/expected.json. */
export interface Expected {
  readonly calendar: {
    readonly dispatches: readonly { readonly issueNo: number; readonly cutoff: string; readonly meetingOn: string }[];
    readonly bulletins: readonly { readonly period: string; readonly on: string }[];
    readonly reviewedDelivered: readonly { readonly month: string; readonly on: string }[];
  };
  readonly air: {
    readonly firstDay: { readonly day: string; readonly notEvaluated: readonly string[] };
    readonly stationDays: {
      readonly from: string;
      readonly to: string;
      readonly valid: number;
      readonly above100: number;
      readonly byMonth: Readonly<Record<string, number>>;
      readonly primary: Readonly<Record<string, number>>;
      readonly above150: number;
      readonly byStation: Readonly<Record<string, number>>;
    };
    readonly lastDay: {
      readonly day: string;
      readonly validStations: number;
      readonly stations: Readonly<Record<string, number>>;
      readonly areas: Readonly<Record<string, number>>;
    };
    readonly days: readonly { readonly day: string; readonly stations: Readonly<Record<string, number>> }[];
    readonly areaDaysAbove100: readonly {
      readonly day: string;
      readonly areas: Readonly<Record<string, { readonly aqi: number; readonly o3: number; readonly primary: string }>>;
    }[];
    readonly regionalDays: readonly { readonly day: string; readonly areas: readonly string[] }[];
    readonly runs: number;
    readonly areaWarnings: readonly ExpectedSpan[];
    readonly takenIn: readonly (ExpectedSpan & { readonly by: string })[];
    readonly monthsBeforeRanking: readonly (ExpectedMonthArea & { readonly month: string; readonly area: string })[];
    readonly months: readonly {
      readonly month: string;
      readonly areas: Readonly<Record<string, ExpectedMonthArea>>;
      readonly withoutST17: {
        readonly composite: string | null;
        readonly ranks: Readonly<Record<string, number | null>>;
      };
    }[];
  };
  readonly water: {
    readonly weeks: readonly ExpectedWeek[];
    readonly held: readonly {
      readonly section: string;
      readonly item: string;
      readonly value: string;
      readonly rows: number;
      readonly from: string;
      readonly to: string;
      readonly weekWith: string;
      readonly weekWithout: string;
    }[];
    readonly dm07AsLake: readonly string[];
  };
  readonly outlet: {
    readonly factor: string;
    readonly limit: string;
    readonly exceedances: readonly {
      readonly startedAt: string;
      readonly endedAt: string;
      readonly problemAt: string;
      readonly hours: readonly { readonly label: string; readonly value: string }[];
    }[];
  };
  readonly silence: {
    readonly end: {
      readonly network: string;
      readonly lastLabel: string;
      readonly firstStationsSilentAt: string;
      readonly allSilentAt: string;
    };
  };
  readonly ledger: {
    readonly monthEnds: readonly ExpectedRates[];
    /** Records the bulletin of the month has to name. */
    readonly namedAtMonthEnds: readonly {
      readonly day: string;
      readonly dueOpen: readonly string[];
      readonly reopened: readonly { readonly id: string; readonly on: string }[];
    }[];
    readonly cutoffs: readonly ExpectedRates[];
    readonly sheets: readonly ExpectedSheet[];
    readonly records: readonly {
      readonly id: string;
      readonly dueAt: string;
      readonly completedOn: string | null;
      readonly closedOn: string | null;
      readonly refused: number;
      readonly reopened: number;
    }[];
  };
  readonly funds: {
    readonly cutoff: string;
    readonly projects: readonly {
      readonly id: string;
      readonly allocated: string;
      readonly paid: string;
      readonly entries: number;
      readonly rate: string;
      readonly reaches30: boolean;
      readonly started: boolean;
    }[];
    readonly reaching30: number;
    readonly notStarted: number;
    readonly allocated: string;
    readonly paid: string;
    readonly rate: string;
  };
  readonly ladder: {
    readonly t07: {
      readonly yellow: ExpectedLetter;
      readonly orange: ExpectedLetter;
      readonly red: { readonly cutoff: string };
      readonly order: {
        readonly approved: string;
        readonly received: string;
        readonly due: string;
        readonly overdueSince: string;
        readonly foundAt: string;
      };
      readonly listing: { readonly approved: string; readonly due: string; readonly expired: string };
      readonly talk: ExpectedTalk & { readonly approved: string };
      readonly completedOn: string;
      readonly noticeTo: string;
      readonly closedOn: string;
      readonly delisted: string;
      readonly talkLifted: string;
    };
    readonly ranking: {
      readonly unit: string;
      readonly yellow: Omit<ExpectedLetter, 'cutoff'>;
      readonly talk: ExpectedTalk & { readonly reviewedData: string };
    };
    readonly sections: {
      readonly yellow: readonly { readonly section: string; readonly on: string }[];
      readonly ordersProposed: readonly { readonly section: string; readonly on: string }[];
    };
  };
  readonly acts: readonly ExpectedAct[];
  readonly drafts: readonly {
    readonly target: string;
    readonly on: string;
    readonly automatic?: boolean;
    readonly proposed?: boolean;
    readonly absorbedBy?: string;
  }[];
  readonly warnings: readonly ExpectedWarning[];
}

export const expectedOf = (city: SampleCity): Expected => city.json<Expected>('expected.json');

/** `甲` → `990101`: the short names the independent computation uses for areas. */
export const areaIdsOf = (city: SampleCity): Readonly<Record<string, string>> => {
  const { areas } = city.json<{ areas: Record<string, { name: string }> }>('mapping.json');
  return Object.fromEntries(Object.entries(areas).map(([id, { name }]) => [name.slice(0, 1), id]));
};
