/** Figures of the last day at even steps, in a ring: what is older falls out, what nobody measured is a gap. */

/** How points of one stretch of time become one: `mean` of shares and rates, `worst` (the largest) of what hurts by its peaks. */
export type Joining = 'mean' | 'worst';

export interface FigureRow {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly values: Readonly<Record<string, number | null>>;
}

export interface FigureColumns {
  /** Beginning of the first point. */
  readonly from: number;
  readonly stepMs: number;
  readonly series: Readonly<Record<string, (number | null)[]>>;
}

export class FigureHistory {
  private readonly joinings: Readonly<Record<string, Joining>>;
  private readonly stepMs: number;
  private readonly places: number;
  private readonly columns = new Map<string, Float64Array>();
  /** Number of the step at each place: another one there is of a day before. */
  private readonly steps: Float64Array;

  /** `stepMs` is the shortest time between two rows; `keptMs` how far back is looked. */
  constructor(joinings: Readonly<Record<string, Joining>>, stepMs: number, keptMs: number) {
    this.joinings = joinings;
    this.stepMs = stepMs;
    this.places = Math.ceil(keptMs / stepMs) + 1;
    this.steps = new Float64Array(this.places).fill(-1);
    for (const name of Object.keys(joinings)) this.columns.set(name, new Float64Array(this.places).fill(Number.NaN));
  }

  /** A second row of the same step takes the place of the first. Names that are not kept are passed over. */
  add({ at, values }: FigureRow): void {
    const step = Math.floor(at / this.stepMs);
    const place = step % this.places;
    this.steps[place] = step;
    for (const [name, column] of this.columns) column[place] = values[name] ?? Number.NaN;
  }

  /** The time up to `until`, in at most `most` points. */
  read(until: number, lengthMs: number, most: number): FigureColumns {
    const joined = Math.max(1, Math.ceil(lengthMs / this.stepMs / most));
    const points = Math.floor(lengthMs / this.stepMs / joined);
    // Points begin at whole multiples, so that they do not wander from one look to the next.
    const first = (Math.floor(until / this.stepMs / joined) - points + 1) * joined;
    const series: Record<string, (number | null)[]> = {};
    for (const [name, column] of this.columns)
      series[name] = Array.from({ length: points }, (_, point) => this.join(name, column, first + point * joined, joined));
    return { from: first * this.stepMs, stepMs: joined * this.stepMs, series };
  }

  private join(name: string, column: Float64Array, first: number, count: number): number | null {
    let [sum, worst, known] = [0, Number.NEGATIVE_INFINITY, 0];
    for (let step = first; step < first + count; step++) {
      const place = step % this.places;
      const value = column[place] as number;
      if (this.steps[place] !== step || Number.isNaN(value)) continue;
      sum += value;
      worst = Math.max(worst, value);
      known++;
    }
    if (known === 0) return null;
    return this.joinings[name] === 'mean' ? sum / known : worst;
  }
}
