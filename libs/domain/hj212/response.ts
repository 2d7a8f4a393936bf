import { composeFrame } from './compose.js';
import type { CrcVariant } from './crc-variant.js';
import { PLAIN, type Packet, type Parameter } from './packet.js';

/** System code of all answers in the standard (HJ 212-2017 annex C). */
const INTERACTION = '91';

type Answerable = Pick<Packet, 'qn' | 'cn' | 'pw' | 'mn' | 'flag'>;

/** How a device understands an answer; from its setting. */
export interface AnswerStyle {
  readonly crc: CrcVariant;
  /** What is answered is named by the QN of the answer itself, or as in HJ/T 212-2005 by QN and CN inside CP. */
  readonly names: 'byQn' | 'insideCp';
}

export const STANDARD_ANSWERS: AnswerStyle = { crc: 'standard', names: 'byQn' };

const plain = (key: string, value: string | number): Parameter => [key, { [PLAIN]: String(value) }];

/** Same PW and MN; Flag keeps its edition and asks for nothing. */
function answer(packet: Answerable, cn: string, fields: readonly Parameter[], style: AnswerStyle): Buffer {
  const isInside = style.names === 'insideCp' && packet.qn !== null;
  const named = isInside ? [plain('QN', packet.qn as string), plain('CN', packet.cn)] : [];
  return composeFrame(
    {
      qn: isInside ? null : packet.qn,
      st: INTERACTION,
      cn,
      pw: packet.pw,
      mn: packet.mn,
      flag: packet.flag === null ? null : packet.flag & ~3,
      parameters: [...named, ...fields],
    },
    style.crc,
  );
}

/**
 * 数据应答, CN 9014: the data are kept, the device may forget them. To be sent after they are stored, and only where the
 * packet wanted an answer (bit 0 of Flag); there is no negative form. Source: HJ 212-2017 6.5 and annex C.
 */
export function dataAnswer(packet: Answerable, style: AnswerStyle = STANDARD_ANSWERS): Buffer {
  return answer(packet, '9014', [], style);
}

/** 通知应答, CN 9013: answers 1013 and the heartbeat 9015. */
export function notifyAnswer(packet: Answerable, style: AnswerStyle = STANDARD_ANSWERS): Buffer {
  return answer(packet, '9013', [], style);
}

/** QnRtn of a request answer (HJ 212-2017 6.6.3 table 7). */
export const REQUEST_RESULTS = {
  willExecute: 1,
  rejected: 2,
  wrongPassword: 3,
  wrongDeviceNumber: 4,
  wrongSystem: 5,
  wrongFlag: 6,
  wrongRequestNumber: 7,
  wrongCommand: 8,
  wrongCrc: 9,
  unknown: 100,
} as const;

/** ExeRtn of an execution result (HJ 212-2017 6.6.2 table 6). */
export const EXECUTION_RESULTS = {
  success: 1,
  failed: 2,
  wrongCondition: 3,
  timeout: 4,
  busy: 5,
  systemFault: 6,
  noData: 100,
} as const;

/** 请求应答, CN 9011: whether a device will execute a request. */
export function requestAnswer(packet: Answerable, result: keyof typeof REQUEST_RESULTS): Buffer {
  return answer(packet, '9011', [plain('QnRtn', REQUEST_RESULTS[result])], STANDARD_ANSWERS);
}

/** 执行结果, CN 9012: how the execution of a request ended. */
export function executionResult(packet: Answerable, result: keyof typeof EXECUTION_RESULTS): Buffer {
  return answer(packet, '9012', [plain('ExeRtn', EXECUTION_RESULTS[result])], STANDARD_ANSWERS);
}

const DEVICE_NOTICES = ['1013', '9015'];
const ANSWERS = ['9011', '9012', '9013', '9014'];

/**
 * The answer a host owes an upload once it is stored: 9013 to a notice, 9014 to data, null where bit 0 of Flag is clear
 * and to what is itself an answer.
 */
export function answerTo(packet: Packet, style: AnswerStyle = STANDARD_ANSWERS): Buffer | null {
  if (!packet.isAnswerWanted || ANSWERS.includes(packet.cn)) return null;
  return DEVICE_NOTICES.includes(packet.cn) ? notifyAnswer(packet, style) : dataAnswer(packet, style);
}
