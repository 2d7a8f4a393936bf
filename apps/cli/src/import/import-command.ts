import { type Command, Option } from 'commander';
import { IMPORT_LAYOUTS } from '#libs/domain/telemetry/file-layout.js';
import { reason } from '../argument-values.js';
import { asking, passwordOf } from '../account.js';
import type { ImportOptions } from './import-files.js';

/** `duban import …`: files with measured values into a running installation, by the routes the console uses. */
export const importCommand = (program: Command): void => {
  const ids = IMPORT_LAYOUTS.map(({ id }) => id);
  asking(
    program
      .command('import <files...>')
      .description(
        'take files of measured values (CSV, plain or gzip, or sampling workbooks) into a running installation',
      )
      .addOption(new Option('--layout <layout>', 'layout of the files').choices(ids).conflicts('mapping'))
      .option('--mapping <id>', 'saved mapping of columns the files are read by, instead of a layout')
      .addOption(
        new Option('--data-state <state>', 'how far the values have been looked at')
          .choices(['realtime', 'preliminary', 'reviewed'])
          .default('realtime'),
      )
      .option(
        '--province <name>',
        'needed by cnemc-section (and mappings that name a province): the province the registered sections lie in; rows of others are not taken',
      )
      .option('--reason <words>', 'why; needed for preliminary and reviewed values', reason)
      .option('--dry-run', 'say what would be taken and what not, and take nothing', false)
      .option('--take-rest', 'take the rows that are right though others are not', false),
    'feed.deliver (and data.review, for other than real-time values)',
  )
    .addHelpText(
      'after',
      '\nColumns, units and an example of each layout: docs/guide/file-layouts.md\nExit code: 0 every row is right (and taken); 2 a row was not; 1 a file as a whole (a column missing, no row) or the installation cannot be used.',
    )
    .action(async (files: string[], options: Omit<ImportOptions, 'password'>) => {
      if (!options.layout && !options.mapping) throw new Error('say --layout or --mapping');
      if (options.layout === 'cnemc-section' && !options.province)
        throw new Error('--layout cnemc-section needs --province: its rows name sections by province and name');
      const { importFiles } = await import('./import-files.js');
      process.exitCode = await importFiles(files, { ...options, password: passwordOf() });
    });
};
