/** A world of its own for one simulated run: a clock that moves when nothing is left to do, a queue of tasks, and randomness by name, all from one seed. */

import { nextRandom, seedFor, uniform } from '../../core/trading/engine/random.ts';

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
}

interface Task {
  readonly at: number;
  /** Tasks due at one time run in a seeded order. */
  readonly turn: number;
  readonly number: number;
  readonly run: () => void;
}

export class World {
  readonly seed: number;
  now: number;
  private readonly queue: Task[] = [];
  private readonly turns: Random;
  private readonly streams = new Map<string, Random>();
  private count = 0;
  /** Tasks done. */
  steps = 0;
  /** The newest events in words, and a hash over all of them. */
  readonly events: string[] = [];
  private hash = 0x811c9dc5;
  /** Tells every event, where somebody wants to read them all. */
  onEvent: ((text: string) => void) | null = null;

  constructor(seed: number, startsAt: number) {
    this.seed = seed;
    this.now = startsAt;
    this.turns = this.random('turns');
  }

  /** The stream of this name: a new consumer does not shift the others. */
  random(name: string): Random {
    const known = this.streams.get(name);
    if (known !== undefined) return known;
    let state = seedFor(this.seed, name);
    const next = () => {
      state = nextRandom(state);
      return uniform(state);
    };
    const random: Random = {
      next,
      chance: (probability) => next() < probability,
      between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    };
    this.streams.set(name, random);
    return random;
  }

  /** Runs a task at a time, now at the earliest. */
  at(time: number, run: () => void): void {
    const task = { at: Math.max(time, this.now), turn: this.turns.next(), number: this.count++, run };
    const { queue } = this;
    let index = queue.length;
    queue.push(task);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(task, queue[parent] as Task)) break;
      queue[index] = queue[parent] as Task;
      index = parent;
    }
    queue[index] = task;
  }

  after(delayMs: number, run: () => void): void {
    this.at(this.now + delayMs, run);
  }

  /** Runs the next task; false when there is none before `until`. */
  step(until: number): boolean {
    const first = this.queue[0];
    if (first === undefined || first.at > until) return false;
    this.removeFirst();
    this.now = first.at;
    this.steps++;
    first.run();
    return true;
  }

  private removeFirst(): void {
    const { queue } = this;
    const last = queue.pop() as Task;
    if (queue.length === 0) return;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      if (child >= queue.length) break;
      if (child + 1 < queue.length && before(queue[child + 1] as Task, queue[child] as Task)) child++;
      if (!before(queue[child] as Task, last)) break;
      queue[index] = queue[child] as Task;
      index = child;
    }
    queue[index] = last;
  }

  /** Something that happened: it goes into the trace, by which two runs of one seed are held equal. */
  tell(text: string): void {
    const line = `${this.now} ${text}`;
    let { hash } = this;
    for (let i = 0; i < line.length; i++) hash = Math.imul(hash ^ line.charCodeAt(i), 0x01000193);
    this.hash = hash >>> 0;
    this.events.push(line);
    if (this.events.length > 400) this.events.splice(0, 200);
    this.onEvent?.(line);
  }

  get traceHash(): string {
    return this.hash.toString(16).padStart(8, '0');
  }
}

function before(a: Task, b: Task): boolean {
  if (a.at !== b.at) return a.at < b.at;
  return a.turn !== b.turn ? a.turn < b.turn : a.number < b.number;
}
