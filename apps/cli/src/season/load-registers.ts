import type { GatewayClient } from '../gateway-client.js';
import type { SampleCity, SampleDevice } from './sample-city.js';

interface SampleSubject {
  readonly id: string;
  readonly kind: 'station' | 'section' | 'outlet';
  readonly name: string;
  readonly area: string;
  /** Who runs a station. */
  readonly level?: 'national' | 'county';
  readonly position: readonly [number, number] | null;
  readonly network: string;
  /** Null: nobody watches whether it is heard of. */
  readonly silenceAfterHours: number | null;
  readonly evaluationPoint?: {
    readonly status: 'yes' | 'no' | 'unknown';
    readonly basis: string | null;
    readonly from: string | null;
  } | null;
  readonly water?: {
    readonly type: 'river' | 'lake';
    readonly target: number;
    readonly basis?: string;
    readonly river?: string;
    readonly basin?: string;
    /** Place along the river, upstream first. */
    readonly order?: number;
  } | null;
  readonly limits?: readonly {
    readonly factor: string;
    readonly limit: string;
    readonly unit: string;
    readonly basis: string;
  }[];
  readonly answersFor: readonly {
    readonly unit: string;
    readonly sharePerMille: number;
    readonly basis: string;
    readonly from: string;
    readonly to: string | null;
  }[];
}
interface SampleProject {
  readonly id: string;
  readonly name: string;
  readonly fundingSource: string;
  readonly category: string;
  readonly owner: string;
  readonly lead: string;
  readonly supervising: string | null;
  readonly area: string | null;
  readonly totalInvestment: string;
  readonly notices: readonly {
    readonly no: string;
    readonly date: string;
    readonly amount: string;
    readonly category: string;
  }[];
  readonly contract: { readonly no: string; readonly price: string } | null;
  readonly plannedStart: string;
  readonly actualStart: string | null;
  readonly plannedFinish: string;
}

interface SampleTarget {
  readonly definition: string;
  readonly area: string;
  readonly period: { readonly label: string; readonly from: string; readonly to: string };
  readonly value: string;
  readonly document: string;
}

const PATHS = { station: 'stations', section: 'sections', outlet: 'outlets' } as const;

/** Registers stations, sections, outlets, devices, funded projects and targets of the year, each by whoever may. */
export const loadRegisters = async (
  client: GatewayClient,
  actors: { readonly data: string; readonly office: string },
  city: SampleCity,
  done: (share: number) => void,
): Promise<void> => {
  const subjects = city.json<SampleSubject[]>('city/subjects.json');
  const devices = city.json<SampleDevice[]>('city/devices.json');
  const projects = city.json<SampleProject[]>('city/projects.json');
  const targets = city.json<SampleTarget[]>('city/targets.json');
  const total = subjects.length + devices.length + projects.length + targets.length;
  let n = 0;
  for (const subject of subjects) {
    await client.call(actors.data, 'PUT', `/api/${PATHS[subject.kind]}/${subject.id}`, {
      again: true,
      doneCodes: ['CHANGED', 'VERSION'],
      body: {
        expectedVersion: 0,
        name: subject.name,
        areaId: subject.area,
        position: subject.position,
        network: subject.network,
        silenceAfterHours: subject.silenceAfterHours,
        answersFor: subject.answersFor.map(({ unit, ...rest }) => ({ unitId: unit, ...rest })),
        ...(subject.kind === 'station'
          ? { evaluationPoint: subject.evaluationPoint ?? null, controlLevel: subject.level }
          : {}),
        ...(subject.kind === 'section' ? { water: subject.water } : {}),
        ...(subject.kind === 'outlet' ? { limits: subject.limits ?? [] } : {}),
      },
    });
    done(++n / total);
  }
  for (const device of devices) {
    await client.call(actors.data, 'PUT', `/api/devices/${device.id}`, {
      again: true,
      doneCodes: ['CHANGED', 'VERSION'],
      body: {
        expectedVersion: 0,
        mn: device.mn,
        password: device.password,
        subject: device.subject,
        protocol: device.protocol,
        profile: device.profile,
        silenceAfterHours: device.silenceAfterHours,
        // The season brings what came by an instant just before its clock gets there.
        settings: { clock: 'leave' },
      },
    });
    done(++n / total);
  }
  for (const project of projects) {
    await client.call(actors.office, 'POST', '/api/projects', {
      again: true,
      doneCodes: ['PROJECT_KNOWN'],
      body: {
        id: project.id,
        name: project.name,
        ownerUnitId: project.owner,
        leadUnitId: project.lead,
        supervisingUnitId: project.supervising,
        areaId: project.area,
        fundingSource: project.fundingSource,
        category: project.category,
        totalInvestment: project.totalInvestment,
        contractNo: project.contract?.no ?? null,
        contractPrice: project.contract?.price ?? null,
        plannedStart: project.plannedStart,
        actualStart: project.actualStart,
        plannedFinish: project.plannedFinish,
        notices: project.notices,
      },
    });
    done(++n / total);
  }
  for (const { area, ...target } of targets) {
    await client.call(actors.office, 'POST', '/api/targets', {
      again: true,
      doneCodes: ['TARGET_KNOWN'],
      body: { ...target, subject: { kind: 'area', id: area } },
    });
    done(++n / total);
  }
};
