import type { GatewayClient } from '../gateway-client.js';
import type { SampleCity } from './sample-city.js';

interface SampleList {
  readonly id: string;
  readonly kind: 'campaign' | 'inspection';
  readonly source: string;
  readonly name: string;
  readonly shortName: string;
  readonly assignDocNo: string;
  readonly assignedBy: string;
  readonly closingBody: string;
  readonly publicNotice: boolean;
  readonly upperConfirmation: boolean;
  readonly year: number;
  readonly batch?: string;
}
interface SampleRecord {
  readonly id: string;
  readonly title: string;
  readonly originalText: string;
  readonly category: string;
  readonly timeCategory: 'IMMEDIATE' | 'DEADLINE' | 'LONG_TERM';
  readonly items: readonly {
    readonly list: string;
    readonly itemNo: string;
    readonly dueAt: string;
    readonly plannedClosureAt: string;
  }[];
  readonly lead: string;
  readonly supporting: readonly string[];
  readonly territorial: string | null;
  readonly supervising: string;
  readonly acceptance: string;
  readonly leader: string;
  readonly responsible: string;
  readonly contact: string;
  readonly area: string;
  readonly position: readonly [number, number];
  readonly deadline: string;
}

/** Registers the two lists and the forty records, as the office; they are assigned by the script. */
export const loadLedger = async (
  client: GatewayClient,
  actor: string,
  city: SampleCity,
  done: (share: number) => void,
): Promise<void> => {
  const { categories } = city.json<{ categories: Readonly<Record<string, string>> }>('pack-mapping.json');
  const lists = city.json<SampleList[]>('city/lists.json');
  const records = city.json<SampleRecord[]>('city/records.json');
  const total = lists.length + records.length;
  let n = 0;
  for (const list of lists) {
    await client.call(actor, 'POST', '/api/lists', {
      again: true,
      doneCodes: ['KNOWN', 'TAKEN', 'EXISTS'],
      body: {
        id: list.id,
        kind: list.kind,
        source: list.source,
        name: list.name,
        shortName: list.shortName,
        assignDocNo: list.assignDocNo,
        assignedByUnitId: list.assignedBy,
        closingBody: list.closingBody,
        publicNotice: list.publicNotice,
        upperConfirmation: list.upperConfirmation,
        year: list.year,
        ...(list.batch ? { batch: list.batch } : {}),
      },
    });
    done(++n / total);
  }
  const sourceOf = new Map(lists.map((list) => [list.id, list.source]));
  for (const record of records) {
    // A record on both lists counts by the inspection that found it.
    const source =
      record.items.map((item) => sourceOf.get(item.list)).find((one) => one !== 'SUMMER_OFFENSIVE') ??
      'SUMMER_OFFENSIVE';
    await client.call(actor, 'POST', '/api/problems', {
      again: true,
      doneCodes: ['KNOWN', 'TAKEN', 'EXISTS', 'USED'],
      body: {
        problemNo: record.id,
        title: record.title,
        originalText: record.originalText,
        source,
        category: categories[record.category] ?? record.category,
        timeCategory: record.timeCategory,
        deadline: record.deadline,
        areaId: record.area,
        position: record.position,
        leadUnitId: record.lead,
        supportingUnitIds: record.supporting,
        ...(record.territorial ? { territorialUnitId: record.territorial } : {}),
        supervisingUnitId: record.supervising,
        acceptanceUnitId: record.acceptance,
        leaderPostId: record.leader,
        responsiblePostId: record.responsible,
        contactPostId: record.contact,
        items: record.items.map(({ list, ...item }) => ({ listId: list, ...item })),
      },
    });
    done(++n / total);
  }
};
