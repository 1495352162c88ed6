// A real SMTP server on this machine: takes one name and password, keeps what it was sent, and refuses what it is told to.

import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
}

export class MailServer {
  readonly mails: Mail[] = [];
  readonly port: number;
  /** Receivers that do not exist. */
  readonly unknown = new Set<string>();
  private readonly server: SMTPServer;

  private constructor(server: SMTPServer, port: number) {
    this.server = server;
    this.port = port;
  }

  static async start(user: string, password: string): Promise<MailServer> {
    let own: MailServer | null = null;
    const server = new SMTPServer({
      // On loopback, in the clear: what a password may travel over.
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: ({ username, password: given }, _session, done) =>
        username === user && given === password ? done(null, { user }) : done(new Error('Invalid username or password')),
      onRcptTo: ({ address }, _session, done) => {
        if (!own?.unknown.has(address)) return done();
        done(Object.assign(new Error('no such user here'), { responseCode: 550 }));
      },
      onData: (stream, { envelope }, done) => {
        let text = '';
        stream.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        stream.on('end', () => {
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          own?.mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), text });
          done(null, `OK: queued as ${own?.mails.length}`);
        });
      },
    });
    server.on('error', () => {});
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
    own = new MailServer(server, (server.server.address() as AddressInfo).port);
    return own;
  }

  close(): Promise<void> {
    return new Promise((closed) => this.server.close(() => closed()));
  }
}
