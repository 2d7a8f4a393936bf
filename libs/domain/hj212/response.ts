import { composeFrame } from './compose.js';
import { PLAIN, type Packet } from './packet.js';

/** System code of all answers in the standard (HJ 212-2017 annex C). */
const INTERACTION = '91';

type Answerable = Pick<Packet, 'qn' | 'pw' | 'mn' | 'flag'>;

/** Same QN, PW and MN; Flag keeps its edition and asks for nothing. */
function answer(packet: Answerable, cn: string, field: [key: string, value: number] | null): Buffer {
  return composeFrame({
    qn: packet.qn,
    st: INTERACTION,
    cn,
    pw: packet.pw,
    mn: packet.mn,
    flag: packet.flag === null ? null : packet.flag & ~3,
    parameters: field === null ? [] : [[field[0], { [PLAIN]: String(field[1]) }]],
  });
}

/**
 * 数据应答, CN 9014: the data are kept, the device may forget them. To be sent after they are stored, and only where the
 * packet wanted an answer (bit 0 of Flag); there is no negative form. Source: HJ 212-2017 6.5 and annex C.
 */
export function dataAnswer(packet: Answerable): Buffer {
  return answer(packet, '9014', null);
}

/** 通知应答, CN 9013: answers 1013 and the heartbeat 9015. */
export function notifyAnswer(packet: Answerable): Buffer {
  return answer(packet, '9013', null);
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
  return answer(packet, '9011', ['QnRtn', REQUEST_RESULTS[result]]);
}

/** 执行结果, CN 9012: how the execution of a request ended. */
export function executionResult(packet: Answerable, result: keyof typeof EXECUTION_RESULTS): Buffer {
  return answer(packet, '9012', ['ExeRtn', EXECUTION_RESULTS[result]]);
}

const DEVICE_NOTICES = ['1013', '9015'];
const ANSWERS = ['9011', '9012', '9013', '9014'];

/**
 * The answer a host owes an upload once it is stored: 9013 to a notice, 9014 to data, null where bit 0 of Flag is clear
 * and to what is itself an answer.
 */
export function answerTo(packet: Packet): Buffer | null {
  if (!packet.isAnswerWanted || ANSWERS.includes(packet.cn)) return null;
  return DEVICE_NOTICES.includes(packet.cn) ? notifyAnswer(packet) : dataAnswer(packet);
}
