import { Argument, type Command, Option } from 'commander';
import { day, reason } from '../argument-values.js';
import { asking, passwordOf } from '../account.js';
import type { RecomputeOptions } from './recompute-span.js';

/** `duban recompute …`: figures of a span worked out anew in a running installation, by the route the console uses. */
export const recomputeCommand = (program: Command): void => {
  asking(
    program
      .command('recompute')
      .description('work out figures of a span of days anew from the values in force, and wait until that is done')
      .addArgument(
        new Argument('<kind>', 'air: hours, days, areas and months; water: weeks and months of sections').choices([
          'air',
          'water',
        ]),
      )
      .requiredOption('--from <day>', 'first day, like 2026-05-01', day)
      .requiredOption('--to <day>', 'last day', day)
      .requiredOption('--reason <text>', 'why; it stands in the audit trail', reason)
      .option('--area <id>', 'everything of the kind in this area and below it')
      .addOption(new Option('--stations <ids...>', 'stations, of air; all where none are named').conflicts('area'))
      .addOption(new Option('--sections <ids...>', 'sections, of water; all where none are named').conflicts('area'))
      .option('--json', 'print what came of it as one JSON object', false),
    'data.review',
  ).action(async (kind: RecomputeOptions['kind'], options: Omit<RecomputeOptions, 'kind' | 'password'>) => {
    const { recomputeSpan } = await import('./recompute-span.js');
    console.log(await recomputeSpan({ ...options, kind, password: passwordOf() }));
  });
};
