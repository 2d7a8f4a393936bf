import type { Command } from 'commander';
import type { DecodeOptions } from './decode-command.js';

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
    .action(async (file: string, options: DecodeOptions) =>
      (await import('./decode-command.js')).decodeCommand(file, options),
    );
};
