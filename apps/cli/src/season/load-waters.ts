import type { CallOptions, GatewayClient } from '../gateway-client.js';
import type { SampleCity } from './sample-city.js';

interface AnswersFor {
  readonly unit: string;
  readonly sharePerMille: number;
  readonly basis: string;
  readonly from: string;
  readonly to: string | null;
}
interface SampleWaters {
  readonly sectionTargets: readonly {
    readonly section: string;
    readonly year: number;
    readonly target: number;
    readonly basis: string;
  }[];
  /** Versions of one section stand in their order. */
  readonly sectionPlans: readonly (Readonly<Record<string, unknown>> & { readonly section: string })[];
  readonly sources: readonly (Readonly<Record<string, unknown>> & {
    readonly id: string;
    readonly area: string;
    readonly answersFor: readonly AnswersFor[];
  })[];
  readonly sourceResults: readonly (Readonly<Record<string, unknown>> & { readonly source: string })[];
  readonly plants: readonly (Readonly<Record<string, unknown>> & { readonly outlet: string })[];
  readonly plantDays: readonly (Readonly<Record<string, unknown>> & { readonly outlet: string })[];
}
interface Call {
  readonly method: 'PUT' | 'POST';
  readonly path: string;
  readonly body: object;
}

/** The same again is refused by version; days of a plant that say the same again change nothing. */
const AGAIN = { again: true, doneCodes: ['CHANGED'] } satisfies CallOptions;

const callsOf = (waters: SampleWaters): Call[] => {
  const planned = new Map<string, number>();
  return [
    ...waters.sectionTargets.map(({ section, ...target }): Call => ({
      method: 'POST',
      path: `sections/${section}/targets`,
      body: { ...target, expectedCount: 0 },
    })),
    ...waters.sectionPlans.map(({ section, ...plan }): Call => {
      const expectedVersion = planned.get(section) ?? 0;
      planned.set(section, expectedVersion + 1);
      return { method: 'POST', path: `sections/${section}/plans`, body: { ...plan, expectedVersion } };
    }),
    ...waters.sources.map(({ id, area, answersFor, ...source }): Call => ({
      method: 'PUT',
      path: `drinking-sources/${id}`,
      body: {
        ...source,
        areaId: area,
        answersFor: answersFor.map(({ unit, ...rest }) => ({ unitId: unit, ...rest })),
        expectedVersion: 0,
      },
    })),
    ...waters.sourceResults.map(({ source, ...result }): Call => ({
      method: 'PUT',
      path: `drinking-sources/${source}/results`,
      body: { ...result, expectedVersion: 0 },
    })),
    ...waters.plants.map(({ outlet, ...plant }): Call => ({
      method: 'PUT',
      path: `outlets/${outlet}/plant`,
      body: { ...plant, expectedVersion: 0 },
    })),
    ...waters.plants.map(({ outlet }): Call => ({
      method: 'POST',
      path: `outlets/${outlet}/plant-days`,
      body: {
        days: waters.plantDays.filter((day) => day.outlet === outlet).map(({ outlet: _outlet, ...day }) => day),
      },
    })),
  ];
};

/** What registers of water hold beside the subjects: targets and plans of sections, sources with samples, plants with days. */
export const loadWaters = async (
  client: GatewayClient,
  actor: string,
  city: SampleCity,
  done: (share: number) => void,
): Promise<void> => {
  const calls = callsOf(city.json<SampleWaters>('city/waters.json'));
  for (const [n, { method, path, body }] of calls.entries()) {
    await client.call(actor, method, `/api/${path}`, { ...AGAIN, body });
    done((n + 1) / calls.length);
  }
};
