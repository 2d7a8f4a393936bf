import type { Command } from 'commander';
import { passwordOf, PASSWORD_SETTING } from '../account.js';

/** `duban evidence verify`: a bundle of evidence by itself, and beside what the platform has sealed. */
export const evidenceCommand = (program: Command): void => {
  program
    .command('evidence')
    .description('bundles of evidence behind issued papers')
    .command('verify <file>')
    .description(
      'check a bundle: every entry by its hash, every packet by its own; one JSON object, exit 1 for problems',
    )
    .option('--url <url>', 'address of a gateway that is asked, too, whether the packets are what came')
    .option(
      '--user <name>',
      `account with the permission evidence.read there; its password stands in ${PASSWORD_SETTING}`,
    )
    .action(async (file: string, { url, user }: { url?: string; user?: string }) => {
      if ((url === undefined) !== (user === undefined)) throw new Error('--url and --user go together');
      const { verifyBundle } = await import('./verify-bundle.js');
      const found = await verifyBundle(file, url === undefined ? null : { url, user: user!, password: passwordOf() });
      console.log(JSON.stringify(found, null, 2));
      process.exitCode = found.problems.length === 0 ? 0 : 1;
    });
};
