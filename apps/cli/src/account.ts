/** The account a command asks a running installation by. */
import type { Command } from 'commander';
import { address } from './argument-values.js';

/** Environment variable that holds the password of `--user`: in an argument other users of the machine would read it. */
export const PASSWORD_SETTING = 'DUBAN_PASSWORD';

/** Throws where the variable is not set. */
export const passwordOf = (): string => {
  const password = process.env[PASSWORD_SETTING];
  if (!password) throw new Error(`${PASSWORD_SETTING} is not set`);
  return password;
};

/** Options of a command that asks a running installation; `permissions` says what the account has to hold. */
export const asking = (command: Command, permissions: string): Command =>
  command
    .option('--url <url>', 'address of the gateway', address, 'http://127.0.0.1:7100')
    .requiredOption(
      '--user <name>',
      `account with the permission ${permissions}; its password stands in ${PASSWORD_SETTING}`,
    );
