/** The conversation with the owner: who may speak, what a message asks, when the PIN and a second yes are needed. */

import { randomBytes } from 'node:crypto';
import type { CallbackQuery, Message, Update } from 'grammy/types';
import { Allowance } from '../../core/operations/allowance.ts';
import type { AuditSink } from '../../core/operations/control-port.ts';
import type { PinDoor, PinState, PinVerdict } from '../../core/operations/trading-pin.ts';
import { isCommand, utc } from './answers.ts';
import type { Chat } from './chat.ts';
import type { Desk } from './desk.ts';
import type { CommandName, Words } from './words.ts';

/** What was asked longer ago than this changes nothing: after an outage Telegram delivers what the owner wanted hours before. */
const TOO_OLD_MS = 60_000;
/** How long a PIN is waited for, and a button works. */
const PATIENCE_MS = 60_000;
const STRANGERS_A_MINUTE = 10;
const OWNER_A_MINUTE = 30;
const LONGEST_MUTE_MINUTES = 1440;

/** What a message comes down to. */
interface Asked {
  readonly text: string;
  /** Of the command, without its slash; empty for other text. */
  readonly name: string;
  readonly argument: string;
  /** What its text is awaited for as the PIN. */
  readonly awaited: PinAct | null;
  readonly holdsPin: boolean;
}

type PinAct = 'resume' | 'kill';
type ConfirmedAct = 'pause' | 'kill';

export interface ConversationParts {
  readonly chatId: number;
  readonly channel: string;
  readonly chat: Chat;
  readonly desk: Desk;
  readonly pin: PinDoor;
  readonly audit: AuditSink;
  readonly words: Words;
  readonly now: () => number;
}

export class Conversation {
  private readonly parts: ConversationParts;
  private readonly strangers = new Allowance(STRANGERS_A_MINUTE, 60_000);
  private readonly owner = new Allowance(OWNER_A_MINUTE, 60_000);
  private waitsForPin: { readonly act: PinAct; readonly until: number } | null = null;
  private waitsForYes: { readonly act: ConfirmedAct; readonly code: string; readonly until: number } | null = null;

  constructor(parts: ConversationParts) {
    this.parts = parts;
  }

  /** Edited messages, channels and everything else are not even looked at. */
  async take({ message, callback_query: press }: Update): Promise<void> {
    if (message && this.isOwner(message.chat, message.from?.id)) await this.read(message);
    else if (press && this.isOwner(press.message?.chat, press.from.id)) await this.pressed(press);
    else if (message) this.stranger(message.chat, message.from?.id);
    else if (press) this.stranger(press.message?.chat, press.from.id);
  }

  /** A private chat has the number of its person; in a group, others could read along and answer. */
  private isOwner(chat: { readonly id: number; readonly type: string } | undefined, from: number | undefined): boolean {
    return chat?.type === 'private' && chat.id === this.parts.chatId && from === this.parts.chatId;
  }

  /** No answer: it would tell that somebody is here. */
  private stranger(chat: { readonly id: number; readonly type: string } | undefined, from: number | undefined): void {
    const allowed = this.strangers.take(this.parts.now());
    if (!allowed) return;
    const detail = { chat: chat?.id ?? null, chatType: chat?.type ?? null, from: from ?? null, passedOver: allowed.passedOver };
    const code = chat?.id === this.parts.chatId ? 'CHAT_NOT_PRIVATE' : 'CHAT_UNKNOWN';
    this.parts.audit({ at: this.parts.now(), actor: `telegram:${from ?? 'unknown'}`, action: 'message', outcome: 'ignored', code, detail });
  }

  private async read(message: Message): Promise<void> {
    const text = (message.text ?? '').trim();
    const [, word = '', argument = ''] = /^\/([a-z]+)(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(text) ?? [];
    const name = word.toLowerCase();
    const takesPin = name === 'resume' || name === 'killswitch';
    const awaited = word === '' && text !== '' ? this.awaitedAct() : null;
    // What was asked for, what follows a command that takes it, and what looks like one in a slip of the pen: none may stay readable in the chat.
    const looksLikePin = /\d[\d\s-]{4,}\d/.test(text) && !isCommand(name, this.parts.words);
    const holdsPin = awaited !== null || (takesPin && argument !== '') || looksLikePin;
    const removal = holdsPin ? this.parts.chat.remove(message.message_id) : null;
    await this.follow(message, { text, name, argument: argument.trim(), awaited, holdsPin });
    if (removal && !(await removal)) {
      this.parts.desk.note('pin', 'noted', 'PIN_MESSAGE_NOT_DELETED');
      await this.parts.chat.say(this.parts.words.pinNotDeleted);
    }
  }

  private awaitedAct(): PinAct | null {
    const waiting = this.waitsForPin;
    return waiting !== null && this.parts.now() <= waiting.until ? waiting.act : null;
  }

  private async follow(message: Message, { text, name, argument, awaited, holdsPin }: Asked): Promise<void> {
    const { words, chat, desk } = this.parts;
    this.waitsForPin = null;
    const changes = awaited !== null || (isCommand(name, words) && !desk.isQuestion(name));
    const ageMs = chat.now() - message.date * 1000;
    if (changes && Math.abs(ageMs) > TOO_OLD_MS) {
      desk.note(`command.${name || awaited}`, 'ignored', 'UPDATE_TOO_OLD');
      await chat.say(words.tooOld(Math.round(ageMs / 1000)));
      return;
    }
    if (awaited !== null) return this.tryPin(awaited, text);
    // Stopping is never refused for haste.
    if (name !== 'pause' && name !== 'killswitch' && !(await this.isPatientOwner())) return;
    if (!isCommand(name, words)) await chat.say(holdsPin ? words.pinNotAsked : words.unknown);
    else if (desk.isQuestion(name)) await chat.say(await desk.question(name));
    else await this.act(name, argument);
  }

  private async isPatientOwner(): Promise<boolean> {
    if (this.owner.take(this.parts.now())) return true;
    if (this.owner.isFirstTooMany) await this.parts.chat.say(this.parts.words.tooMany);
    return false;
  }

  private async act(name: CommandName, argument: string): Promise<void> {
    const { words, chat, desk } = this.parts;
    switch (name) {
      case 'pause':
        return this.askForYes('pause');
      case 'killswitch':
        return argument === '' ? this.askForPin('kill') : this.tryPin('kill', argument);
      case 'resume':
        return argument === '' ? this.askForPin('resume') : this.tryPin('resume', argument);
      case 'approve':
      case 'reject': {
        const isId = /^[\w.:#-]{1,120}$/.test(argument);
        await chat.say(isId ? await desk.command({ kind: name, decisionId: argument }) : words.expects[name]);
        return;
      }
      case 'ack': {
        const [, digits] = /^#?(\d{1,15})$/.exec(argument) ?? [];
        const isKnown = argument === '' || digits !== undefined;
        await chat.say(
          isKnown ? await desk.command({ kind: 'ack', alert: digits === undefined ? null : Number(digits) }) : words.expects.ack,
        );
        return;
      }
      case 'mute': {
        const minutes = argument === '' ? 60 : Number(/^\d{1,4}$/.exec(argument)?.[0] ?? Number.NaN);
        const until = this.parts.now() + minutes * 60_000;
        const isSpan = minutes <= LONGEST_MUTE_MINUTES;
        await chat.say(isSpan ? await desk.command({ kind: 'mute', channel: this.parts.channel, until }) : words.expects.mute);
        return;
      }
    }
  }

  private async askForPin(act: PinAct): Promise<void> {
    const { words, chat } = this.parts;
    const state = this.pinState();
    if (state.kind === 'open') {
      this.waitsForPin = { act, until: this.parts.now() + PATIENCE_MS };
      await chat.say(words.askPin[act]);
    } else await this.withoutPin(act, state);
  }

  private pinState(): PinState | { readonly kind: 'unusable' } {
    try {
      return this.parts.pin.state();
    } catch {
      return { kind: 'unusable' };
    }
  }

  private async tryPin(act: PinAct, pin: string): Promise<void> {
    const { words, chat, desk } = this.parts;
    let verdict: PinVerdict | { readonly kind: 'unusable' };
    try {
      verdict = await this.parts.pin.verify(pin);
    } catch {
      verdict = { kind: 'unusable' };
    }
    desk.note('pin', verdict.kind === 'right' ? 'done' : 'refused', verdict.kind === 'right' ? null : `PIN_${verdict.kind.toUpperCase()}`);
    if (verdict.kind === 'right') {
      if (act === 'kill') await this.askForYes('kill', words.pinRight);
      else await chat.say(await desk.command({ kind: 'resume', pinVerified: true }));
    } else if (verdict.kind === 'wrong') {
      this.waitsForPin = { act, until: this.parts.now() + PATIENCE_MS };
      await chat.say(words.pinWrong(verdict.triesLeft));
    } else await this.withoutPin(act, verdict);
  }

  /** The PIN can't be tried: that refuses a resume, and a kill goes on with the confirmation alone. */
  private async withoutPin(
    act: PinAct,
    why: { readonly kind: 'unset' } | { readonly kind: 'unusable' } | { readonly kind: 'locked'; readonly until: number },
  ): Promise<void> {
    const { words, chat } = this.parts;
    const reason = why.kind === 'locked' ? words.pinLocked(utc(why.until)) : why.kind === 'unset' ? words.pinUnset : words.pinUnusable;
    if (act === 'kill') await this.askForYes('kill', why.kind === 'locked' ? reason : undefined);
    else await chat.say(reason);
  }

  private async askForYes(act: ConfirmedAct, before?: string): Promise<void> {
    const { words, chat } = this.parts;
    const code = randomBytes(12).toString('hex');
    this.waitsForYes = { act, code, until: this.parts.now() + PATIENCE_MS };
    const buttons = [
      { text: words.yes[act], callback_data: `yes:${code}` },
      { text: words.no, callback_data: `no:${code}` },
    ];
    const text = [before, words.confirm[act], words.confirmWithin].filter((line) => line !== undefined).join('\n');
    await chat.say(text, { inline_keyboard: [buttons] });
  }

  /** The code lives in memory alone: a button from before a restart does nothing. */
  private async pressed({ id, data }: CallbackQuery): Promise<void> {
    const { words, chat, desk } = this.parts;
    const [answer, code] = (data ?? '').split(':');
    const asked = this.waitsForYes;
    const accepting = chat.acceptPress(id);
    if (asked === null || asked.code !== code || this.parts.now() > asked.until) await chat.say(words.expired);
    else {
      this.waitsForYes = null;
      await chat.say(answer === 'yes' ? await desk.command({ kind: asked.act }) : words.cancelled);
    }
    await accepting;
  }
}
