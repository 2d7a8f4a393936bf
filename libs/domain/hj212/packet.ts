/** Sub-key to raw text. A plain parameter such as DataTime has its text under the empty sub-key. */
export type ParameterValues = Readonly<Record<string, string>>;

/** One parameter of CP: a factor code or a plain key with its values, as sent (`['w01018', { Rtd: '38.40', Flag: 'N' }]`). */
export type Parameter = readonly [key: string, values: ParameterValues];

/** The sub-key of a plain parameter. */
export const PLAIN = '';

/** Deviations that were accepted. */
export type PacketMark =
  | 'CODE_CASE'
  | 'CRC_BY_PROFILE'
  | 'DECIPHERED'
  | 'DUPLICATE_FIELD'
  | 'ENCODING_GB18030'
  | 'ENCODING_UNKNOWN'
  | 'FLAG_DETACHED'
  | 'FLAG_MALFORMED'
  | 'HEADER_SEPARATOR'
  | 'ITEM_MALFORMED'
  | 'LENGTH_MISMATCH'
  | 'OVERSIZE'
  | 'QN_IN_CP'
  | 'QN_NONSTANDARD'
  | 'RF_UNEXPECTED'
  | 'SPLIT_INCONSISTENT';

/** Edition told by the version bits of Flag; stations of surface water send those of 2025 since 2021. */
export type PacketEdition = '2005' | '2017' | '2025' | 'unknown';

/**
 * A packet of HJ 212 as sent: nothing in it has been converted but Flag, PNUM and PNO.
 * Source: HJ 212-2017 6.3.2 table 3 and 6.3.3; fields are read by name, not by place.
 */
export interface Packet {
  readonly kind: 'packet';
  /** Request number, normally 17 digits; null where absent (2005). Never a unique key by itself. */
  readonly qn: string | null;
  readonly st: string;
  readonly cn: string;
  readonly pw: string | null;
  readonly mn: string;
  /** Null where absent or malformed. */
  readonly flag: number | null;
  readonly edition: PacketEdition;
  readonly isAnswerWanted: boolean;
  /** True for one of several parts; then pnum and pno are set and 1 ≤ pno ≤ pnum. */
  readonly isSplit: boolean;
  readonly pnum: number | null;
  readonly pno: number | null;
  /** The text of CP of one of several parts, which may have been cut anywhere; else null. */
  readonly area: string | null;
  /** RF=1, re-sent after an interruption (2025). */
  readonly isResent: boolean;
  /** Header fields no edition knows, in order. */
  readonly extraFields: readonly (readonly [string, string])[];
  /** In the order sent. Values of one key are merged up to the next DataTime: there a new record begins. */
  readonly parameters: readonly Parameter[];
  readonly marks: readonly PacketMark[];
}

/** Why a frame is no packet. */
export type PacketFaultReason =
  | 'NOT_A_FRAME'
  | 'LENGTH_NOT_DECIMAL'
  | 'LENGTH_MISMATCH'
  | 'CRC_NOT_HEX'
  | 'CRC_MISMATCH'
  | 'CP_MISSING'
  | 'CP_UNCLOSED'
  | 'NO_MN'
  | 'MN_MALFORMED'
  | 'NO_ST'
  | 'NO_CN'
  | 'SPLIT_INCONSISTENT';

export interface PacketFault {
  readonly kind: 'fault';
  readonly reason: PacketFaultReason;
}

/** The outcome for bytes that are no packet of HJ 212 (section 6.3 of the 2017 edition), with the reason. */
export function packetFault(reason: PacketFaultReason): PacketFault {
  return { kind: 'fault', reason };
}

/** The parameter of a key in the first record, or undefined. */
export function parameterOf(packet: Packet, key: string): ParameterValues | undefined {
  return packet.parameters.find(([name]) => name === key)?.[1];
}

/** Text of a plain parameter such as DataTime or QnRtn, or null. */
export function plainParameter(packet: Packet, key: string): string | null {
  return parameterOf(packet, key)?.[PLAIN] ?? null;
}

/** One DataTime and the factors that came with it. */
export interface PacketRecord {
  /** Raw text; null where the packet has no DataTime. */
  readonly dataTime: string | null;
  readonly factors: readonly Parameter[];
}

/** The records of a packet: one, or one per DataTime where history was packed into one frame. */
export function recordsOf(packet: Packet): PacketRecord[] {
  const records: { dataTime: string | null; factors: Parameter[] }[] = [];
  for (const parameter of packet.parameters) {
    const [key, values] = parameter;
    if (key === 'DataTime') records.push({ dataTime: values[PLAIN] ?? null, factors: [] });
    else if (values[PLAIN] === undefined || Object.keys(values).length > 1) {
      if (records.length === 0) records.push({ dataTime: null, factors: [] });
      records.at(-1)?.factors.push(parameter);
    }
  }
  return records;
}
