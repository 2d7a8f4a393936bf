import type { Command } from 'commander';
import type { PlayOptions } from './play-command.js';
import type { VerifyOptions } from './verify/verify-command.js';

/** `duban season …`: the sample city and its season, for trials, tests and demonstrations. */
export const seasonCommand = (program: Command, urlOfService: (service: string) => string): void => {
  const season = program.command('season').description('the sample city and its season');
  season
    .command('load')
    .description('load the sample city through the doors; prints how to sign in')
    .action(async () => (await import('./load-command.js')).loadCommand(urlOfService('directory')));
  season
    .command('rest')
    .description('wait until nothing is under way anywhere')
    .action(async () => (await import('./play-command.js')).restCommand());
  season
    .command('play')
    .description('play the season on the shared clock; goes on where it was broken off')
    .option('--until <instant>', 'stop at this instant, e.g. 2026-05-11T00:00:00+08:00')
    .option('--skip <parts>', 'leave out parts of the script: tasks,sections')
    .option('--without <service>', 'do not wait for this service, which is stopped')
    .option('--keep-clock', 'leave the clock standing at the end')
    .action(async (options: PlayOptions) => (await import('./play-command.js')).playCommand(options));
  season
    .command('verify')
    .description('compare a played season with what it must have led to')
    .option('--until <instant>', 'check what holds by this instant, e.g. 2026-05-10T24:00:00+08:00')
    .option('--json', 'the last line is the outcome as JSON')
    .option('--digest', 'print what came out, without ids and times of processing, to compare two runs')
    .action(async (options: VerifyOptions) => (await import('./verify/verify-command.js')).verifyCommand(options));
};
