import { type Command, Option } from 'commander';
import { WATER_SPANS } from '#libs/domain/water/water-span.js';
import { month, wholeUpTo } from '../argument-values.js';
import { asking, passwordOf } from '../account.js';
import type { EvaluateOptions } from './evaluate-file.js';
import { SECTION_LAYOUTS } from './section-layout.js';
import type { printSectionMonths, printWaterSummary } from './water-answers.js';

/** What an installation answers at once. */
const MOST_MONTHS = 60;

/** `duban water …`: figures of surface water from files, or as a running installation serves them. */
export const waterCommand = (program: Command): void => {
  const water = program.command('water').description('surface water, from files or from a running installation');
  asking(
    water
      .command('months <section>')
      .description('class, exceeding items and failing months of a section, month by month, as CSV')
      .option('--months <n>', `how many months back, up to ${MOST_MONTHS}`, wholeUpTo(MOST_MONTHS), '24'),
    'monitoring.read',
  ).action(async (id: string, options: Parameters<typeof printSectionMonths>[1]) => {
    const { printSectionMonths: run } = await import('./water-answers.js');
    await run(id, { ...options, password: passwordOf() });
  });
  asking(
    water
      .command('summary')
      .description('rivers, basins, areas or control levels over a span, as CSV')
      .addOption(
        new Option('--by <grouping>', 'what sections are put together by')
          .choices(['river', 'basin', 'area', 'level', 'all'])
          .default('river'),
      )
      .addOption(new Option('--span <span>', 'over what').choices([...WATER_SPANS]).default('month'))
      .option('--month <YYYY-MM>', 'a month of the span; the present one where absent', month),
    'monitoring.read',
  ).action(async (options: Parameters<typeof printWaterSummary>[0]) => {
    const { printWaterSummary: run } = await import('./water-answers.js');
    await run({ ...options, password: passwordOf() });
  });
  water
    .command('evaluate <file>')
    .description('class and exceeding items of every row, from its concentrations alone')
    .addOption(
      new Option('--layout <layout>', 'layout of the file')
        .choices(SECTION_LAYOUTS.map(({ id }) => id))
        .makeOptionMandatory(),
    )
    .option('--lakes <file>', 'sections that are lakes or reservoirs, a line 省份,断面名称 each')
    .requiredOption('--out <file>', 'CSV to write')
    .addHelpText(
      'after',
      '\nColumns, units and an example of each layout: docs/guide/file-layouts.md\nExit code: 0; 2 rows were left out (each is named on stderr); 1 the file cannot be used: nothing is written.',
    )
    .action(async (file: string, options: EvaluateOptions) => {
      const { evaluateFile } = await import('./evaluate-file.js');
      process.exitCode = await evaluateFile(file, options);
    });
};
