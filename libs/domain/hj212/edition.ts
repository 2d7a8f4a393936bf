import { formOfCode } from './factor.js';
import { recordsOf, type Packet } from './packet.js';

export type DeviceEdition = '2005' | '2017' | '2025';

export interface EditionReading {
  readonly edition: DeviceEdition;
  /** What told it: the setting of the device, the version bits of Flag, or the rest of the packet. */
  readonly toldBy: 'setting' | 'flag' | 'content';
}

const SURFACE_WATER = '21';
/** Commands that only the edition of 2025 has; 9015 came with surface water before it. */
const ONLY_2025 = ['1002', '1014', '2013', '2052', '2062', '2111', '3022', '3024'];

function editionOfContent(packet: Packet): DeviceEdition {
  if (packet.isResent || ONLY_2025.includes(packet.cn)) return '2025';
  const forms = recordsOf(packet).flatMap(({ factors }) => factors.map(([code]) => formOfCode(code)));
  const isNew = forms.some((form) => form === 'water' || form === 'air' || form === 'process');
  return isNew && !forms.includes('code2005') ? '2017' : '2005';
}

/**
 * The edition a packet is to be read by. The setting of its device decides; without one the version bits of Flag, except
 * that stations of surface water have sent those of 2025 since 2021 and follow it only where they use something of it;
 * without Flag the form of the factor codes. Source of the bits: HJ 212-2017 6.3.2 table 3.
 */
export function editionUsed(packet: Packet, setting: DeviceEdition | null = null): EditionReading {
  if (setting !== null) return { edition: setting, toldBy: 'setting' };
  if (packet.edition === 'unknown') return { edition: editionOfContent(packet), toldBy: 'content' };
  if (packet.edition === '2025' && packet.st === SURFACE_WATER && editionOfContent(packet) !== '2025') {
    return { edition: '2017', toldBy: 'content' };
  }
  return { edition: packet.edition, toldBy: 'flag' };
}
