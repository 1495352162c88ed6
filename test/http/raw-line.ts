// A line to a server on which a test says exactly the bytes it wants, at the pace it wants.

import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  /** 0 where nothing was answered. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
  /** Everything that came, further answers included. */
  readonly whole: string;
}

export class RawLine {
  private readonly socket: Socket;
  private received = '';
  private readonly ended: Promise<void>;
  isOpen = true;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.setEncoding('latin1').on('data', (part: string) => {
      this.received += part;
    });
    // A server that throws a line away is an answer too.
    this.socket.on('error', () => {});
    this.ended = new Promise((done) =>
      this.socket.on('close', () => {
        this.isOpen = false;
        done();
      }),
    );
  }

  say(text: string): void {
    if (this.isOpen) this.socket.write(text, 'latin1');
  }

  /** What has come once the server has ended the line, or `patienceMs` are over. */
  async hear(patienceMs = 3_000): Promise<RawAnswer> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      this.ended,
      new Promise((done) => {
        timer = setTimeout(done, patienceMs);
      }),
    ]);
    clearTimeout(timer);
    const [head = '', ...rest] = this.received.split('\r\n\r\n');
    return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body: rest.join('\r\n\r\n'), whole: this.received };
  }

  close(): void {
    this.socket.destroy();
  }
}

/** Says it all at once and hears the answer; a good request should ask for the line to be closed. */
export async function saying(port: number, text: string, patienceMs?: number): Promise<RawAnswer> {
  const line = new RawLine(port);
  line.say(text);
  try {
    return await line.hear(patienceMs);
  } finally {
    line.close();
  }
}
