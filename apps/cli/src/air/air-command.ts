import { type Command, Option } from 'commander';
import type { EvaluateOptions } from './evaluate-hours.js';

/** `duban air …`: figures of air quality from files, without a running system. */
export const airCommand = (program: Command): void => {
  program
    .command('air')
    .description('air quality from files')
    .command('evaluate <files...>')
    .description('index, primary pollutants and level of every station hour, by the edition in force at that hour')
    .addOption(new Option('--layout <layout>', 'layout of the files').choices(['cnemc-hourly']).makeOptionMandatory())
    .requiredOption('--out <file>', 'CSV to write')
    .action(async (files: string[], options: EvaluateOptions) => {
      const { evaluateHours } = await import('./evaluate-hours.js');
      process.exitCode = await evaluateHours(files, options);
    });
};
