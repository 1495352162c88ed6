/**
 * A local Telegram Bot API: a real HTTP server with Telegram's envelopes, long polling, and the ways in which it fails. It keeps unconfirmed updates
 * until a poll with a higher offset, as https://core.telegram.org/bots/api#getupdates says.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const TOKEN = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';

export interface SentMessage {
  readonly message_id: number;
  readonly text: string;
  readonly silent: boolean;
  readonly buttons: readonly { readonly text: string; readonly data: string }[];
}

/**
 * What goes wrong with the next call of a method: an error envelope, the line cut before the call is done (`cut-before`), or after it, so that its
 * answer is lost (`cut-after`).
 */
export type Fault =
  | { readonly kind: 'error'; readonly status: number; readonly retryAfter?: number; readonly description?: string }
  | { readonly kind: 'cut-before' | 'cut-after' };

type Payload = Readonly<Record<string, never>> & { readonly [name: string]: unknown };

export class BotApiServer {
  readonly sent: SentMessage[] = [];
  readonly deleted: number[] = [];
  readonly pressesAccepted: string[] = [];
  readonly calls: { readonly method: string; readonly payload: Payload }[] = [];
  /** The server's own clock. */
  now: () => number = Date.now;
  private readonly faults: { readonly method: string; readonly fault: Fault }[] = [];
  private updates: { update_id: number; [kind: string]: unknown }[] = [];
  private nextUpdate = 870_000_001;
  private nextMessage = 1;
  private readonly polls = new Set<() => void>();
  private readonly watchers = new Set<() => void>();
  private readonly server = createServer((request, response) => void this.answer(request, response));

  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Takes any free port, and later the one it had before. */
  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const wake of this.polls) wake();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  fail(method: string, fault: Fault): void {
    this.faults.push({ method, fault });
  }

  /** The owner, or whoever `from` is, writes something. Returns the message's number. */
  write(
    text: string,
    { from, chat, type = 'private', at = this.now() }: { from: number; chat?: number; type?: string; at?: number },
  ): number {
    const message_id = this.nextMessage++;
    const message = {
      ...{ message_id, date: Math.floor(at / 1000), text },
      ...{ from: { id: from, is_bot: false, first_name: 'Somebody' }, chat: { id: chat ?? from, type, first_name: 'Somebody' } },
    };
    this.update({ message });
    return message_id;
  }

  press(data: string, { from }: { from: number }): void {
    const message = {
      message_id: this.nextMessage,
      date: Math.floor(this.now() / 1000),
      chat: { id: from, type: 'private', first_name: 'Somebody' },
    };
    const person = { id: from, is_bot: false, first_name: 'Somebody' };
    this.update({ callback_query: { id: `press-${this.nextUpdate}`, from: person, chat_instance: '1', data, message } });
  }

  update(content: Readonly<Record<string, unknown>>): void {
    this.updates.push({ update_id: this.nextUpdate++, ...content });
    for (const wake of this.polls) wake();
  }

  /** Forgets no update on a poll with a higher offset: as if the confirmation of the last batch had been lost. */
  redeliver(updates: typeof this.delivered): void {
    this.updates = [...updates, ...this.updates];
    for (const wake of this.polls) wake();
  }

  /** Every update that was handed out. */
  readonly delivered: { update_id: number; [kind: string]: unknown }[] = [];

  /** Settles when `holds` does; looked at after every call. */
  async until(holds: () => boolean, what: string): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!holds()) return;
        clearTimeout(timer);
        this.watchers.delete(look);
        resolve();
      };
      const timer = setTimeout(() => {
        this.watchers.delete(look);
        reject(new Error(`expected ${what}; sent were ${JSON.stringify(this.sent.map(({ text }) => text))}`));
      }, 8_000);
      this.watchers.add(look);
    });
  }

  /** The next message sent from here on that holds `text`. */
  async says(text: string, from = 0): Promise<SentMessage> {
    const find = () => this.sent.slice(from).find((message) => message.text.includes(text));
    await this.until(() => find() !== undefined, `a message with ${JSON.stringify(text)}`);
    return find() as SentMessage;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url ?? '') ?? [];
    let text = '';
    for await (const part of request.setEncoding('utf8')) text += part;
    const payload = (text === '' ? {} : JSON.parse(text)) as Payload;
    const reply = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      for (const look of [...this.watchers]) look();
    };
    const refuse = (status: number, description: string, retryAfter?: number) =>
      reply(status, {
        ok: false,
        error_code: status,
        description,
        ...(retryAfter !== undefined && { parameters: { retry_after: retryAfter } }),
      });
    this.calls.push({ method, payload });
    if (token !== TOKEN) return refuse(401, 'Unauthorized');
    const at = this.faults.findIndex((each) => each.method === method);
    const fault = at < 0 ? undefined : this.faults.splice(at, 1)[0]?.fault;
    if (fault?.kind === 'cut-before') return void request.socket.destroy();
    if (fault?.kind === 'error') return refuse(fault.status, fault.description ?? 'Error', fault.retryAfter);
    const result = await this.carryOut(method, payload, request);
    if (fault?.kind === 'cut-after') {
      request.socket.destroy();
      for (const look of [...this.watchers]) look();
    } else if (result instanceof Error) refuse(400, `Bad Request: ${result.message}`);
    else if (result === undefined) refuse(404, 'Not Found');
    else reply(200, { ok: true, result });
  }

  private carryOut(method: string, payload: Payload, request: IncomingMessage): unknown {
    switch (method) {
      case 'getMe':
        return { id: 110201543, is_bot: true, first_name: 'Atalaya', username: 'atalaya_bot' };
      case 'deleteWebhook':
      case 'setMyCommands':
        return true;
      case 'getUpdates':
        return this.poll(payload, request);
      case 'sendMessage':
        return this.send(payload);
      case 'deleteMessage':
        this.deleted.push(payload.message_id as unknown as number);
        return true;
      case 'answerCallbackQuery':
        this.pressesAccepted.push(payload.callback_query_id as unknown as string);
        return true;
      default:
        return undefined;
    }
  }

  private send(payload: Payload): unknown {
    const { text, chat_id, disable_notification, reply_markup } = payload as unknown as {
      text: string;
      chat_id: number;
      disable_notification?: boolean;
      reply_markup?: { inline_keyboard: { text: string; callback_data: string }[][] };
    };
    if (text.length === 0) return new Error('message text is empty');
    if (text.length > 4096) return new Error('message is too long');
    const buttons = (reply_markup?.inline_keyboard ?? []).flat().map((button) => ({ text: button.text, data: button.callback_data }));
    const message_id = this.nextMessage++;
    this.sent.push({ message_id, text, silent: disable_notification === true, buttons });
    return { message_id, date: Math.floor(this.now() / 1000), chat: { id: chat_id, type: 'private' }, text };
  }

  private async poll(payload: Payload, request: IncomingMessage): Promise<unknown> {
    const { offset = 0, timeout = 0, limit = 100 } = payload as unknown as { offset?: number; timeout?: number; limit?: number };
    this.updates = this.updates.filter((update) => update.update_id >= offset);
    if (this.updates.length === 0 && timeout > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => wake(), timeout * 1000);
        const wake = () => {
          clearTimeout(timer);
          this.polls.delete(wake);
          resolve();
        };
        this.polls.add(wake);
        request.socket.once('close', wake);
      });
    }
    if (request.socket.destroyed) return [];
    const batch = this.updates.slice(0, limit);
    this.delivered.push(...batch);
    return batch;
  }
}
