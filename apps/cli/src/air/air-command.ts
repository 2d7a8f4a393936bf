import { type Command, Option } from 'commander';
import { day, year } from '../argument-values.js';
import { asking, passwordOf } from '../account.js';
import type { printComparison, printTargets } from './air-answers.js';
import type { EvaluateOptions } from './evaluate-hours.js';

/** `duban air …`: figures of air quality from files, or as a running installation serves them. */
export const airCommand = (program: Command): void => {
  const air = program.command('air').description('air quality, from files or from a running installation');
  air
    .command('evaluate <files...>')
    .description('index, primary pollutants and level of every station hour, by the edition in force at that hour')
    .addOption(new Option('--layout <layout>', 'layout of the files').choices(['cnemc-hourly']).makeOptionMandatory())
    .requiredOption('--out <file>', 'CSV to write')
    .addHelpText(
      'after',
      '\nColumns, units and an example of each layout: docs/guide/file-layouts.md\nExit code: 0; 2 rows were left out (each is named on stderr); 1 a file cannot be used: nothing is written.',
    )
    .action(async (files: string[], options: EvaluateOptions) => {
      const { evaluateHours } = await import('./evaluate-hours.js');
      process.exitCode = await evaluateHours(files, options);
    });
  asking(
    air
      .command('targets')
      .description('targets of a year with value to date, gap and whether they can be reached, as CSV')
      .requiredOption('--year <YYYY>', 'the year', year),
    'monitoring.read',
  ).action(async (options: Parameters<typeof printTargets>[0]) => {
    const { printTargets: run } = await import('./air-answers.js');
    await run({ ...options, password: passwordOf() });
  });
  asking(
    air
      .command('compare')
      .argument('<area>', 'id of the area, not its name')
      .description('concentrations and good days of a span against the same days of the year before, as CSV')
      .requiredOption('--from <YYYY-MM-DD>', 'first day', day)
      .requiredOption('--to <YYYY-MM-DD>', 'last day', day),
    'monitoring.read',
  ).action(async (area: string, options: Parameters<typeof printComparison>[1]) => {
    const { printComparison: run } = await import('./air-answers.js');
    await run(area, { ...options, password: passwordOf() });
  });
};
