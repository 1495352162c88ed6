/** The owner in a simulated run: looks in now and then, starts what is down, resumes what stands, and kills until it is on disk. */

import { MINUTE_MS } from './simulated-market.ts';
import type { SimulatedTrader } from './simulated-trader.ts';
import type { World } from './world.ts';

const LOOKS_EVERY_MS = 10 * MINUTE_MS;
const KILLS_AGAIN_MS = 5_000;

export class SimulatedOwner {
  private readonly world: World;
  private readonly trader: SimulatedTrader;
  private readonly onKilled: () => void;
  private readonly until: number;
  /** Reads what the messenger has brought. */
  private readonly onLook: () => void;
  private killing = false;
  private killed = false;

  constructor(world: World, trader: SimulatedTrader, until: number, onKilled: () => void, onLook: () => void) {
    this.onLook = onLook;
    this.world = world;
    this.trader = trader;
    this.until = until;
    this.onKilled = onKilled;
    world.after(LOOKS_EVERY_MS, () => this.look());
  }

  private look(): void {
    const { world, trader } = this;
    if (world.now >= this.until) return;
    this.onLook();
    this.restart();
    if (!this.killing && trader.session?.engine.risk.mode === 'PAUSE') trader.command('resume');
    world.after(LOOKS_EVERY_MS, () => this.look());
  }

  /** Starts a trader that is down. */
  restart(): void {
    if (this.trader.life === null && this.trader.starting === null) this.trader.start();
  }

  /** Asks for the kill until the trader says that it is recorded. */
  kill(): void {
    this.killing = true;
    if (this.killed) return;
    this.trader.command('kill', () => {
      if (this.killed) return;
      this.killed = true;
      this.world.tell('the kill is on disk');
      this.onKilled();
      // Pressed after it in the fright: it must not make less of the kill.
      this.trader.command('pause');
    });
    if (this.world.now < this.until) this.world.after(KILLS_AGAIN_MS, () => this.kill());
  }
}
