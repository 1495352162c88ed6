// Whoever takes signed notices: checks the signature as the guide says, and answers no where it is wrong.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export class NoticeReceiver {
  readonly taken: { readonly delivery: string; readonly severity: string; readonly code: string; readonly text: string }[] = [];
  /** Answered instead, for the next ones. */
  readonly faults: number[] = [];
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  static async start(secret: string): Promise<NoticeReceiver> {
    let own: NoticeReceiver | null = null;
    const server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
      const body = Buffer.concat(parts).toString('utf8');
      const time = String(request.headers['x-atalaya-timestamp']);
      const expected = `sha256=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`;
      const given = String(request.headers['x-atalaya-signature']).padEnd(expected.length).slice(0, expected.length);
      const isRight = timingSafeEqual(Buffer.from(expected), Buffer.from(given)) && Math.abs(Date.now() / 1000 - Number(time)) < 300;
      const fault = own?.faults.shift();
      if (isRight && fault === undefined) own?.taken.push(JSON.parse(body));
      response.writeHead(fault ?? (isRight ? 204 : 401)).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    own = new NoticeReceiver(server);
    return own;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((closed) => this.server.close(() => closed()));
  }
}
