// A browser over plain HTTP: keeps cookies, says where its page is from, and sends the session's token with each act; each can be left out or forged.

import { request as rawRequest } from 'node:http';
import type { WebServer } from '../../src/adapters/http/create-server.ts';

export interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: the shapes are checked by the server; a test reads what it expects.
  readonly body: any;
  readonly cookies: readonly string[];
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

interface Sent {
  readonly body?: unknown;
  /** In place of what a browser would send; undefined leaves it out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export class HttpBrowser {
  readonly cookies = new Map<string, string>();
  private readonly server: Pick<WebServer, 'port'>;
  private readonly host: string;
  private readonly origin: string;

  constructor(server: Pick<WebServer, 'port'>, origin = `http://localhost:${server.port}`) {
    this.server = server;
    this.origin = origin;
    this.host = new URL(origin).host;
  }

  cookie(kind: 'session' | 'csrf' | 'device'): string | undefined {
    return [...this.cookies].find(([name]) => name.includes(`atalaya_${kind}`))?.[1];
  }

  get(path: string, sent: Sent = {}): Promise<Answer> {
    return this.ask('GET', path, sent);
  }

  post(path: string, body?: unknown, headers: Sent['headers'] = {}): Promise<Answer> {
    return this.ask('POST', path, { body, headers });
  }

  ask(method: string, path: string, { body, headers = {} }: Sent = {}): Promise<Answer> {
    const isAct = method !== 'GET';
    const text = body === undefined ? undefined : JSON.stringify(body);
    const wanted: Record<string, string | undefined> = {
      host: this.host,
      cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') || undefined,
      ...(isAct && { origin: this.origin, 'x-csrf-token': this.cookie('csrf') }),
      ...(text !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    };
    const given = Object.fromEntries(Object.entries(wanted).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    return new Promise((resolve, reject) => {
      const request = rawRequest({ host: '127.0.0.1', port: this.server.port, path, method, agent: false, headers: given }, (response) => {
        let received = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          received += part;
        });
        response.on('end', () => {
          const cookies = response.headers['set-cookie'] ?? [];
          for (const cookie of cookies) this.keep(cookie);
          const json = /\bjson/.test(response.headers['content-type'] ?? '') ? JSON.parse(received) : null;
          resolve({ status: response.statusCode ?? 0, code: json?.code, body: json ?? received, cookies, headers: response.headers });
        });
      });
      request.on('error', reject);
      request.end(text);
    });
  }

  private keep(cookie: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
