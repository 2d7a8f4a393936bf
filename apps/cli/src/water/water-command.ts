import { type Command, Option } from 'commander';
import type { EvaluateOptions } from './evaluate-file.js';
import { SECTION_LAYOUTS } from './section-layout.js';

/** `duban water …`: figures of surface water from files, without a running system. */
export const waterCommand = (program: Command): void => {
  program
    .command('water')
    .description('surface water from files')
    .command('evaluate <file>')
    .description('class and exceeding items of every row, from its concentrations alone')
    .addOption(
      new Option('--layout <layout>', 'layout of the file')
        .choices(SECTION_LAYOUTS.map(({ id }) => id))
        .makeOptionMandatory(),
    )
    .option('--lakes <file>', 'sections that are lakes or reservoirs, a line 省份,断面名称 each')
    .requiredOption('--out <file>', 'CSV to write')
    .action(async (file: string, options: EvaluateOptions) => {
      const { evaluateFile } = await import('./evaluate-file.js');
      process.exitCode = await evaluateFile(file, options);
    });
};
