import { type Command, Option } from 'commander';
import { POLLUTANTS } from '#libs/domain/air/pollutant.js';
import { day } from '../argument-values.js';
import { asking, passwordOf } from '../account.js';
import type { CoverageOptions } from './coverage-answers.js';

/** `duban coverage`: what came of what was due, as a running installation serves it. */
export const coverageCommand = (program: Command): void => {
  asking(
    program
      .command('coverage')
      .description('what came of what was due, point by point, and of each pollutant of stations, as CSV')
      .requiredOption('--from <YYYY-MM-DD>', 'first day', day)
      .requiredOption('--to <YYYY-MM-DD>', 'last day, 92 days from the first at most', day)
      .addOption(new Option('--kind <kind>', 'points of one kind').choices(['station', 'section', 'outlet']))
      .addOption(
        new Option('--pollutant <pollutant>', 'count hours with a value of this one, of stations').choices(POLLUTANTS),
      ),
    'monitoring.read',
  ).action(async (options: Omit<CoverageOptions, 'password'>) => {
    const { printCoverage } = await import('./coverage-answers.js');
    await printCoverage({ ...options, password: passwordOf() });
  });
};
