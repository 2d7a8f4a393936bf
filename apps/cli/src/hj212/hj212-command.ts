import type { Command } from 'commander';
import type { DecodeOptions } from './decode-command.js';
import type { SendOptions } from './send-command.js';

/** `duban hj212 …`: frames of the protocol of data loggers, read and played. */
export const hj212Command = (program: Command): void => {
  const hj212 = program.command('hj212').description('frames of HJ 212');
  hj212
    .command('decode <file>')
    .description('print what frames say, one JSON object a line; - reads stdin')
    .option('--stream', 'the file is a raw capture of bytes, not one frame a line')
    .option('--full', 'add edition, marks and the header fields nobody knows')
    .option(
      '--crc <variant>',
      'checksum of the device: standard, modbus, modbus-swapped, swapped, constant',
      'standard',
    )
    .option('--key <hex>', 'SM4 key of the device, for enciphered frames of the edition of 2025')
    .addHelpText(
      'after',
      `
The file may be packed with gzip. Passwords of devices (PW) are printed as they were sent: mind who sees the output.
Exit code: 0 every frame was read; 2 some could not be (each has its line with "ok": false and the reason);
1 the file cannot be read, is empty, or holds no frame at all (stderr says which).`,
    )
    .action(async (file: string, options: DecodeOptions) => {
      const { decodeCommand } = await import('./decode-command.js');
      process.exitCode = await decodeCommand(file, options);
    });
  hj212
    .command('send')
    .description('play frames of a file, or devices that do not exist, to a server, and say what was answered')
    .option('--host <host>', 'where it listens', '127.0.0.1')
    .requiredOption('--port <port>')
    .option('--devices <count>', 'devices, each with a connection of its own', '1')
    .option('--rate <frames>', 'frames a second, of all devices together', '10')
    .option('--for <seconds>', 'how long; a file is sent once, or round and round for this time; else 60')
    .option('--file <file>', 'frames to send as they stand, one a line')
    .option('--mn <prefix>', 'what the numbers of the devices begin with', '5')
    .option('--password <password>', 'password of the devices', '123456')
    .addHelpText(
      'after',
      '\nExit code: 0 sent (how many answers came is in the summary); 2 not one frame that wanted an answer got one; 1 nobody listens, or the file cannot be read.',
    )
    .action(async (options: SendOptions) => {
      const { sendCommand } = await import('./send-command.js');
      process.exitCode = await sendCommand(options);
    });
};
