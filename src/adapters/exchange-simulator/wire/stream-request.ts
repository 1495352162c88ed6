/** A request that came over a stream, under the same faults as one that came by HTTP. */

import type { FaultGate, RequestVerdict, Subject } from '../faults/fault-gate.ts';
import type { WireSocket } from './wire-socket.ts';

export interface StreamRequest {
  readonly subject: Subject;
  readonly gate: FaultGate;
  /** Exchange time, for faults. */
  readonly now: number;
  readonly socket: WireSocket;
  /** Does it, and hands what answers it to `answer`. */
  readonly work: (answer: (send: () => void) => void) => void;
  /** The venue's own words for a request that it does not do; handed out like an answer. */
  readonly refuse: (why: NonNullable<RequestVerdict['refusal']>, answer: (send: () => void) => void) => void;
}

export function takeStreamRequest({ subject, gate, now, socket, work, refuse }: StreamRequest): void {
  gate.saw(subject);
  const { reset, refusal, delayMs, answerDelayMs, answerLost } = gate.request(subject, now);
  if (reset === 'request') return socket.cut();
  later(delayMs, () => {
    const isMute = answerLost || reset === 'answer';
    const answer = (send: () => void) => {
      if (!isMute) later(answerDelayMs, send);
    };
    if (refusal === null) work(answer);
    else refuse(refusal, answer);
    if (reset === 'answer') socket.cut();
  });
}

function later(ms: number, act: () => void): void {
  if (ms > 0) setTimeout(act, ms);
  else act();
}
