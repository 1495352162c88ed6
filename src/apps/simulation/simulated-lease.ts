/** The lease of a simulated account: one record that all candidates read and replace, and a standby that waits for the holder to fall silent. */

import type { LeaseRecord } from '../../core/trading/live/lease.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { World } from './world.ts';

const LOOKS_EVERY_MS = 1_000;

export class SimulatedLease {
  private readonly world: World;
  private record: LeaseRecord | null = null;
  /** A process that waits for the lease; while there is none the holder's renewals are not played one by one. */
  private rival: SimulatedProcess | null = null;
  private readonly cutOff = new Set<SimulatedProcess>();

  constructor(world: World) {
    this.world = world;
  }

  /** A process waits for the lease. `taken` is called when it has it. */
  contend(process: SimulatedProcess, holder: SimulatedProcess | null, taken: () => void): void {
    this.rival = process;
    if (holder !== null) {
      const renewedMsAgo = this.world.random('lease').between(0, LOOKS_EVERY_MS);
      this.renew(holder, renewedMsAgo);
      this.watch(holder, LOOKS_EVERY_MS - renewedMsAgo, () => {});
    }
    this.watch(process, 0, () => {
      if (this.rival === process) this.rival = null;
      taken();
    });
  }

  /** The candidate waits no more. */
  withdraw(process: SimulatedProcess): void {
    if (this.rival === process) this.rival = null;
  }

  /** For a while this process reaches the record no more. */
  cut(process: SimulatedProcess, forMs: number): void {
    this.cutOff.add(process);
    this.world.after(forMs, () => this.cutOff.delete(process));
  }

  /** Asked right before bytes leave. */
  maySend(process: SimulatedProcess): boolean {
    if (this.rival === null && !process.deposed) this.renew(process, 0);
    return process.lease.maySend(process.clock);
  }

  /** Called by whoever finds that it has been deposed. */
  onDeposed: (process: SimulatedProcess) => void = () => {};

  private watch(process: SimulatedProcess, firstAfterMs: number, taken: () => void): void {
    const look = () => {
      if (!process.alive) return;
      const had = process.lease.epoch;
      this.renew(process, 0);
      const has = process.lease.epoch;
      if (had > 0 && has === 0) return this.onDeposed(process);
      if (had === 0 && has > 0) taken();
      if (this.rival !== null || process.deposed || has === 0) this.world.after(LOOKS_EVERY_MS, () => process.run(look));
    };
    this.world.after(firstAfterMs, () => process.run(look));
  }

  private renew(process: SimulatedProcess, agoMs: number): void {
    if (this.cutOff.has(process)) return;
    const at = process.clock - agoMs;
    const wanted = process.lease.wanted(this.record, at);
    if (wanted === null) return;
    this.record = wanted;
    process.lease.taken(wanted, at);
  }
}
