// A TCP proxy between a trader and what it talks to: it can hold back the bytes of one request for as long as it likes, or cut everything.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type NetConnectOpts, type Socket } from 'node:net';

export interface Caught {
  /** The head of the request that was held back. */
  readonly head: string;
  /** Lets its bytes go on, late as they are, and gives what the other side answered. */
  release(): Promise<string>;
}

export interface CuttingProxy {
  readonly port: number;
  /** Holds back the next request that has these words in it, from its first byte on. Settles when that has come. */
  catchNext(words: string): Promise<Caught>;
  /** Breaks every connection and takes none, until `mend`. */
  cut(): void;
  /** Packets go nowhere, in both directions, and nobody is told. */
  freeze(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function startCuttingProxy(target: NetConnectOpts, host = '127.0.0.1'): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  let state: 'open' | 'cut' | 'frozen' = 'open';
  let wanted: { words: string; done: (caught: Caught) => void } | null = null;
  const server = createServer((client) => {
    if (state !== 'open') return void client.destroy();
    const behind = connect(target);
    for (const socket of [client, behind]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => open.delete(socket));
    }
    let held: Buffer[] | null = null;
    client.on('data', (bytes) => {
      if (state === 'frozen') return;
      if (held !== null) return void held.push(bytes);
      const head = bytes.toString('latin1');
      if (wanted === null || !head.includes(wanted.words)) return void behind.write(bytes);
      const { done } = wanted;
      wanted = null;
      const parts = [bytes];
      held = parts;
      done({
        head,
        release: async () => {
          held = null;
          behind.write(Buffer.concat(parts));
          const [answer] = await once(behind, 'data');
          return String(answer);
        },
      });
    });
    behind.on('data', (bytes) => {
      if (state !== 'frozen' && !client.destroyed) client.write(bytes);
    });
    // Whoever is told that the trader has gone keeps what was on its way: a network does not take it back.
    client.on('close', () => held === null && behind.destroy());
    behind.on('close', () => client.destroy());
  });
  server.listen(0, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    catchNext: (words) =>
      new Promise((done) => {
        wanted = { words, done };
      }),
    cut() {
      state = 'cut';
      for (const socket of open) socket.destroy();
    },
    freeze() {
      state = 'frozen';
    },
    mend() {
      if (state === 'frozen') for (const socket of open) socket.destroy();
      state = 'open';
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
