import { readDataTime } from './data-time.js';
import { plainParameter, recordsOf, type Packet } from './packet.js';
import type { DeviceRequest } from './request.js';
import { EXECUTION_RESULTS, REQUEST_RESULTS } from './response.js';

/**
 * Asking a device: the request goes out, the device says with 9011 whether it will execute it, sends data where there are
 * any, and ends with 9012; a notice (2012, 2022) is answered with 9013. Pure: instants come in, and what has to be done
 * comes out. Source: HJ 212-2017 6.1, 6.2 and annex C.
 */

export interface ConversationLimits {
  /** How long an answer is waited for; OverTime of the device. */
  readonly overTimeMs: number;
  /** How often the request is sent again; ReCount of the device. */
  readonly reCount: number;
  /** How long after 9011, or after a part of the data, the next part or the result may take. */
  readonly executionMs: number;
}

/** Ten seconds and three re-sends, for all mobile links (HJ 212-2017 table 1). */
export const STANDARD_CONVERSATION: ConversationLimits = { overTimeMs: 10_000, reCount: 3, executionMs: 10_000 };

export type RequestResult = keyof typeof REQUEST_RESULTS;
export type ExecutionResult = keyof typeof EXECUTION_RESULTS;

export type ConversationOutcome =
  | { readonly kind: 'done' }
  /** Executed, but the device has nothing for the period (ExeRtn 100). */
  | { readonly kind: 'noData' }
  /** 9011 with another result than "will execute". */
  | { readonly kind: 'rejected'; readonly result: RequestResult }
  /** 9012 with another result than success. */
  | { readonly kind: 'failed'; readonly result: ExecutionResult }
  /** Nothing at all after the last re-send: the link counts as unavailable. */
  | { readonly kind: 'unreachable' }
  /** It said it would, and neither data nor result came. */
  | { readonly kind: 'silent' };

export interface Conversation {
  readonly mn: string;
  readonly qn: string;
  readonly request: DeviceRequest;
  readonly limits: ConversationLimits;
  readonly phase: 'asked' | 'executing' | 'over';
  /** How often the request has been sent. */
  readonly sendings: number;
  /** Data packets that belong to the answer. */
  readonly parts: number;
  /** When something has to happen, unless the device speaks before; null when over. */
  readonly deadline: Date | null;
  /** Null until over. */
  readonly outcome: ConversationOutcome | null;
}

const after = (now: Date, ms: number): Date => new Date(now.getTime() + ms);
const over = (conversation: Conversation, outcome: ConversationOutcome): Conversation => ({
  ...conversation,
  phase: 'over',
  deadline: null,
  outcome,
});

/** The name under which a table of results has the number of a field; what it lacks is the cause nobody knows. */
function resultIn<Name extends string>(
  table: Readonly<Record<Name, number>>,
  text: string | null,
  otherwise: Name,
): Name {
  const number = /^\d{1,3}$/.test(text?.trim() ?? '') ? Number(text) : null;
  const found = (Object.keys(table) as Name[]).find((name) => table[name] === number);
  return found ?? otherwise;
}

/**
 * Begins where the request has just been sent the first time. To set a clock (1012) is not sent again, for its bytes hold
 * a time that has passed: it ends as unreachable, and a new request may follow.
 */
export function startConversation(
  mn: string,
  qn: string,
  request: DeviceRequest,
  sentAt: Date,
  limits: ConversationLimits = STANDARD_CONVERSATION,
): Conversation {
  return {
    mn,
    qn,
    request,
    limits: request.cn === '1012' ? { ...limits, reCount: 0 } : limits,
    phase: 'asked',
    sendings: 1,
    parts: 0,
    deadline: after(sentAt, limits.overTimeMs),
    outcome: null,
  };
}

/** Whether a data packet answers the request: same command, and for history a DataTime within the period asked for. */
function isPart(request: DeviceRequest, packet: Packet): boolean {
  if (packet.cn !== request.cn) return false;
  if (!('from' in request)) return true;
  return recordsOf(packet).some(({ dataTime }) => {
    const time = readDataTime(dataTime);
    return time.kind === 'time' && time.at >= request.from && time.at <= request.to;
  });
}

/**
 * What becomes of a conversation by a packet of its device. Answers are known by QN, data by command and period, for they
 * carry a QN of their own. A packet that does not belong to it gives the same conversation.
 */
export function hear(conversation: Conversation, packet: Packet, now: Date): Conversation {
  if (conversation.phase === 'over' || packet.mn !== conversation.mn) return conversation;
  const isAnswer = packet.qn === conversation.qn;
  switch (packet.cn) {
    case '9011': {
      if (!isAnswer || conversation.phase !== 'asked') return conversation;
      const result = resultIn<RequestResult>(REQUEST_RESULTS, plainParameter(packet, 'QnRtn'), 'unknown');
      if (result !== 'willExecute') return over(conversation, { kind: 'rejected', result });
      return { ...conversation, phase: 'executing', deadline: after(now, conversation.limits.executionMs) };
    }
    case '9012': {
      if (!isAnswer) return conversation;
      const result = resultIn<ExecutionResult>(EXECUTION_RESULTS, plainParameter(packet, 'ExeRtn'), 'failed');
      if (result === 'noData') return over(conversation, { kind: 'noData' });
      return over(conversation, result === 'success' ? { kind: 'done' } : { kind: 'failed', result });
    }
    case '9013':
      return isAnswer ? over(conversation, { kind: 'done' }) : conversation;
    default:
      if (!isPart(conversation.request, packet)) return conversation;
      // Before 9011 a packet may be one the device sends of itself; history of the period asked for shows that 9011 was lost.
      if (conversation.phase === 'asked' && !('from' in conversation.request)) return conversation;
      return {
        ...conversation,
        phase: 'executing',
        parts: conversation.parts + 1,
        deadline: after(now, conversation.limits.executionMs),
      };
  }
}

export interface Elapsed {
  readonly conversation: Conversation;
  /** The request has to be sent again, the same bytes with the same QN. */
  readonly isSentAgain: boolean;
}

/**
 * What becomes of it by time alone; to be asked at the deadline or later. A device that was executing and fell silent has
 * failed, unless it had sent data and forgot the result, which many do after real-time data.
 */
export function elapse(conversation: Conversation, now: Date): Elapsed {
  const { deadline, limits, phase, sendings, parts } = conversation;
  if (deadline === null || now < deadline) return { conversation, isSentAgain: false };
  if (phase === 'executing') {
    return { conversation: over(conversation, { kind: parts > 0 ? 'done' : 'silent' }), isSentAgain: false };
  }
  if (sendings > limits.reCount)
    return { conversation: over(conversation, { kind: 'unreachable' }), isSentAgain: false };
  return {
    conversation: { ...conversation, sendings: sendings + 1, deadline: after(now, limits.overTimeMs) },
    isSentAgain: true,
  };
}
