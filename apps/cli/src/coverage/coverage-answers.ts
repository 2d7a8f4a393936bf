import { type Pollutant, POLLUTANTS } from '#libs/domain/air/pollutant.js';
import { availabilityPercent, receivedOfDue } from '#libs/domain/telemetry/coverage.js';
import { type AnswerOptions, clientOf, print } from '../installation-answers.js';

export interface CoverageOptions extends AnswerOptions {
  readonly from: string;
  readonly to: string;
  readonly kind?: string;
  readonly pollutant?: Pollutant;
}

interface Coverage {
  readonly items: readonly {
    readonly subject: { readonly kind: string; readonly id: string; readonly name: string };
    readonly areaId: string;
    readonly network: string;
    readonly since: string | null;
    readonly due: readonly number[];
    readonly received: readonly number[];
    readonly byPollutant: readonly { readonly pollutant: Pollutant; readonly percent: string | null }[];
  }[];
  readonly nextCursor: string | null;
}

const PAGE = '200';

/** Prints coverage of a span of days as the installation serves it, a line a point, CSV. Shares in percent. */
export const printCoverage = async ({ from, to, kind, pollutant, ...account }: CoverageOptions): Promise<void> => {
  const client = clientOf(account);
  const asked = { from, to, limit: PAGE, ...(kind ? { kind } : {}), ...(pollutant ? { pollutant } : {}) };
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = new URLSearchParams({ ...asked, ...(cursor ? { cursor } : {}) }).toString();
    const page: Coverage = await client.call<Coverage>(account.user, 'GET', `/api/coverage?${query}`);
    if (cursor === '')
      print([['kind', 'id', 'name', 'area', 'network', 'since', 'received', 'due', 'percent', ...POLLUTANTS]]);
    print(
      page.items.map(({ subject, areaId, network, since, byPollutant, ...counted }) => {
        const { received, due } = receivedOfDue(counted);
        const percents = POLLUTANTS.map((one) => byPollutant.find((own) => own.pollutant === one)?.percent ?? null);
        const share = availabilityPercent(received, due);
        return [subject.kind, subject.id, subject.name, areaId, network, since, received, due, share, ...percents];
      }),
    );
    cursor = page.nextCursor;
  }
};
