/** The day's figures on disk: a file a day, a line a row, so that a restart of the web is a short gap and no blank page. */

import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../adapters/support/make-folder.ts';
import type { FigureRow } from '../../core/operations/figures/figure-history.ts';

const ENDING = '.jsonl';
/** Today's and yesterday's have a day between them. */
const KEPT_FILES = 2;

export class FigureFile {
  private readonly folder: string;
  private readonly say: (line: string) => void;
  private day = '';
  private isTold = false;

  constructor(folder: string, say: (line: string) => void) {
    this.folder = folder;
    this.say = say;
  }

  /** Rows since an instant, oldest first. A line that was cut off is passed over. */
  read(since: number): FigureRow[] {
    return this.names()
      .flatMap((name) => readFileSync(join(this.folder, name), 'utf8').split('\n'))
      .flatMap(rowOf)
      .filter(({ at }) => at >= since);
  }

  /** Figures that can't be written are kept in memory all the same. */
  append({ at, values }: FigureRow): void {
    const known = Object.entries(values).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, Number(value.toPrecision(5))]],
    );
    try {
      const day = new Date(at).toISOString().slice(0, 10);
      if (day !== this.day) this.begin(day);
      appendFileSync(join(this.folder, `${day}${ENDING}`), `${JSON.stringify({ at, values: Object.fromEntries(known) })}\n`, {
        mode: 0o600,
      });
      this.isTold = false;
    } catch (error) {
      if (!this.isTold) this.say(`figures of the processes are not kept on disk: ${(error as Error).message}`);
      this.isTold = true;
    }
  }

  private begin(day: string): void {
    makeFolder(this.folder);
    this.day = day;
    const old = this.names().filter((name) => name < `${day}${ENDING}`);
    for (const name of old.slice(0, Math.max(0, old.length - KEPT_FILES + 1))) rmSync(join(this.folder, name), { force: true });
  }

  private names(): string[] {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder)
      .filter((name) => name.endsWith(ENDING))
      .sort();
  }
}

function rowOf(text: string): FigureRow[] {
  try {
    const { at, values } = JSON.parse(text) as FigureRow;
    return typeof at === 'number' && typeof values === 'object' ? [{ at, values }] : [];
  } catch {
    return [];
  }
}
