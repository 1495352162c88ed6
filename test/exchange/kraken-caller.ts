/** A client of Kraken's protocol for tests, written after its documentation alone: signed calls and stream connections. */

import { createHash, createHmac } from 'node:crypto';
import { WebSocket } from 'ws';

export interface Answer {
  readonly error: string[];
  // biome-ignore lint/suspicious/noExplicitAny: an answer is whatever the test says it is.
  readonly result?: any;
}

export interface Caller {
  readonly key: string;
  public(method: string, query?: Record<string, string>): Promise<Answer>;
  private(method: string, fields?: Record<string, string>, options?: { nonce?: string; secret?: string }): Promise<Answer>;
  privateJson(method: string, fields: object): Promise<Answer>;
}

/** API-Sign: HMAC-SHA512 of path and SHA256(nonce + body), under the secret out of Base64, in Base64. */
export function sign(path: string, nonce: string, body: string, secret: string): string {
  const hash = createHash('sha256')
    .update(nonce + body)
    .digest();
  return createHmac('sha512', Buffer.from(secret, 'base64')).update(path).update(hash).digest('base64');
}

export async function post(url: string, path: string, body: string, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(url + path, { method: 'POST', body, headers });
  if (response.status !== 200) throw new Error(`expected status 200, found ${response.status}`);
  return (await response.json()) as Answer;
}

const FORM = 'application/x-www-form-urlencoded';

export function caller(url: string, name = 'account'): Caller {
  const key = Buffer.from(name).toString('base64');
  let counter = 0;
  const call = (method: string, nonce: string, body: string, type: string, secret = key) => {
    const path = `/0/private/${method}`;
    return post(url, path, body, { 'API-Key': key, 'API-Sign': sign(path, nonce, body, secret), 'Content-Type': type });
  };
  return {
    key,
    public: async (method, query = {}) => (await (await fetch(`${url}/0/public/${method}?${new URLSearchParams(query)}`)).json()) as Answer,
    private: (method, fields = {}, { nonce = String(++counter), secret } = {}) =>
      call(method, nonce, String(new URLSearchParams({ nonce, ...fields })), FORM, secret),
    privateJson: (method, fields) => {
      const nonce = String(++counter);
      return call(method, nonce, JSON.stringify({ nonce, ...fields }), 'application/json');
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a message is whatever the test says it is.
export type Message = any;

export interface Stream {
  /** Everything that came, oldest first. */
  readonly messages: Message[];
  /** The same as text. */
  readonly texts: string[];
  send(request: object): void;
  /** The first message from number `from` on that is looked for, or the next one. */
  next(looksLike: (message: Message) => boolean, from?: number): Promise<Message>;
  readonly closed: Promise<void>;
  close(): void;
}

export async function openStream(url: string, path: '/v2' | '/auth/v2'): Promise<Stream> {
  const socket = new WebSocket(url.replace('http', 'ws') + path);
  const messages: Message[] = [];
  const texts: string[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    texts.push(String(data));
    messages.push(JSON.parse(String(data)));
    for (const look of [...waiting]) look();
  });
  const closed = new Promise<void>((done) => socket.once('close', () => done()));
  await new Promise((done, fail) => {
    socket.once('open', done);
    socket.once('error', fail);
  });
  return {
    messages,
    texts,
    closed,
    send: (request) => socket.send(JSON.stringify(request)),
    next: (looksLike, from = 0) =>
      new Promise((done) => {
        const look = () => {
          const found = messages.slice(from).find(looksLike);
          if (found === undefined) return;
          waiting.delete(look);
          done(found);
        };
        waiting.add(look);
        look();
      }),
    close: () => socket.terminate(),
  };
}
