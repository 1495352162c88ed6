// A network of its own for one trader, as another machine has: a network namespace with one cable to this machine, which can be pulled.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Running, run } from '../live-venue/processes.ts';
import { startCuttingProxy } from './cutting-proxy.ts';

export interface Network {
  /** What a command begins with to run there. */
  readonly before: readonly string[];
  /** This machine, seen from there. */
  readonly here: string;
  pull(): void;
  plug(): void;
  remove(): Promise<void>;
}

const ip = (...args: string[]) => execFileSync('ip', args, { stdio: 'pipe' });

/** Null where such a network can't be made: it takes root and the program `ip`. */
export async function openNetwork(index: number, loopbackPort: number): Promise<Network | null> {
  const [name, cable, far] = [`atalaya-${process.pid}-${index}`, `at${process.pid % 1e6}-${index}h`, `at${process.pid % 1e6}-${index}f`];
  const subnet = `10.${200 + (process.pid % 50)}.${index}`;
  const here = `${subnet}.1`;
  try {
    ip('netns', 'add', name);
  } catch {
    return null;
  }
  ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', far, 'netns', name);
  ip('addr', 'add', `${here}/24`, 'dev', cable);
  ip('link', 'set', cable, 'up');
  ip('-n', name, 'addr', 'add', `${subnet}.2/24`, 'dev', far);
  ip('-n', name, 'link', 'set', 'lo', 'up');
  ip('-n', name, 'link', 'set', far, 'up');
  const before = ['ip', 'netns', 'exec', name];
  // In dev a venue is a simulator on the own machine: its port is there as well, and leads here.
  const door = await startCuttingProxy({ host: '127.0.0.1', port: loopbackPort }, here);
  const relay: Running = run([join(import.meta.dirname, 'relay.ts'), String(loopbackPort), here, String(door.port)], {}, before);
  await relay.says('relaying');
  return {
    before,
    here,
    pull: () => void ip('link', 'set', cable, 'down'),
    plug: () => void ip('link', 'set', cable, 'up'),
    async remove() {
      relay.process.kill('SIGKILL');
      await relay.ended;
      await door.close();
      ip('netns', 'del', name);
    },
  };
}
