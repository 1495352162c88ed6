/** A stream's connection whose outgoing messages the fault gate delays, drops, doubles or puts out of order. */

import { WebSocket } from 'ws';
import type { FaultGate, Subject } from '../faults/fault-gate.ts';

/** A client that does not read is cut off before it fills the memory. */
const MOST_UNREAD_BYTES = 16_000_000;
/** A message that waits for the next one waits no longer than this. */
const LONGEST_HOLD_MS = 1_000;

export class WireSocket {
  private readonly stream: WebSocket;
  private readonly gate: FaultGate;
  private readonly now: () => number;
  /** A message that waits for the next one. */
  private held: string | null = null;

  constructor(stream: WebSocket, gate: FaultGate, now: () => number) {
    this.stream = stream;
    this.gate = gate;
    this.now = now;
    stream.on('error', () => stream.terminate());
  }

  get isOpen(): boolean {
    return this.stream.readyState === WebSocket.OPEN;
  }

  onMessage(take: (text: string) => void): void {
    this.stream.on('message', (data) => take(String(data)));
  }

  onClose(act: () => void): void {
    this.stream.on('close', act);
  }

  close(code: number, reason: string): void {
    this.stream.close(code, reason);
  }

  /** Cuts the connection without a word. */
  cut(): void {
    this.stream.terminate();
  }

  send(subject: Subject, message: unknown): void {
    const text = JSON.stringify(message);
    const { action, delayMs } = this.gate.message(subject, this.now());
    if (action === 'drop') return;
    if (action === 'hold' && this.held === null) {
      this.held = text;
      setTimeout(() => this.release(text), LONGEST_HOLD_MS).unref();
      return;
    }
    const texts = action === 'duplicate' ? [text, text] : [text];
    if (this.held !== null) texts.push(this.held);
    this.held = null;
    if (delayMs > 0) setTimeout(() => this.write(texts), delayMs);
    else this.write(texts);
  }

  private release(text: string): void {
    if (this.held !== text) return;
    this.held = null;
    this.write([text]);
  }

  private write(texts: readonly string[]): void {
    if (!this.isOpen) return;
    if (this.stream.bufferedAmount > MOST_UNREAD_BYTES) return this.stream.terminate();
    for (const text of texts) this.stream.send(text);
  }
}
