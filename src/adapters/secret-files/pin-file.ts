/** The trading PIN on disk: only a salted slow hash of it, with the tries that were wrong, in one private file. */

import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { InputError } from '../../core/domain/result.ts';
import {
  countTry,
  lockedUntil,
  NO_TRIES,
  type PinDoor,
  type PinState,
  type PinTries,
  type PinVerdict,
  readNewPin,
  wrongVerdict,
} from '../../core/operations/trading-pin.ts';
import { readPrivateJson, writePrivateFile } from '../support/private-file.ts';

/**
 * 32 MiB and three passes, one of the equal settings of OWASP's password storage sheet. The one of 128 MiB would be more than half of what the
 * trader may use.
 */
const COST = { N: 2 ** 15, r: 8, p: 3 } as const;
const KEY_BYTES = 32;

const hex = z.string().regex(/^([0-9a-f]{2})+$/);
const cost = z.object({ N: z.number().int(), r: z.number().int(), p: z.number().int() });
const pinFile = z.object({
  version: z.literal(1),
  hash: z.object({ function: z.literal('scrypt'), cost, salt: hex, key: hex }).nullable(),
  tries: z.object({ wrong: z.number().int().nonnegative(), lockedUntil: z.number().nullable() }),
});
type PinRecord = z.infer<typeof pinFile>;

export class PinFile implements PinDoor {
  private readonly file: string;
  private readonly now: () => number;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(file: string, now: () => number = Date.now) {
    this.file = file;
    this.now = now;
  }

  /** Chooses a PIN; a lock that holds goes on holding. InputError PIN_WEAK. */
  async set(pin: string): Promise<void> {
    const read = readNewPin(pin);
    if (!read.ok) throw new InputError(read.refusal.code, read.refusal.message);
    const salt = randomBytes(16);
    const key = await derive(pin, salt, COST, KEY_BYTES);
    const { tries } = this.load();
    this.save({ version: 1, hash: { function: 'scrypt', cost: COST, salt: salt.toString('hex'), key: key.toString('hex') }, tries });
  }

  verify(pin: string): Promise<PinVerdict> {
    // Two tries at once would both be counted as the same one.
    const verdict = this.turn.then(() => this.verifyNow(pin));
    this.turn = verdict.catch(() => {});
    return verdict;
  }

  state(): PinState {
    const { hash, tries } = this.load();
    const until = lockedUntil(tries, this.now());
    if (hash === null) return { kind: 'unset' };
    return until === null ? { kind: 'open' } : { kind: 'locked', until };
  }

  private async verifyNow(pin: string): Promise<PinVerdict> {
    const { hash, tries } = this.load();
    if (hash === null) return { kind: 'unset' };
    const until = lockedUntil(tries, this.now());
    if (until !== null) return { kind: 'locked', until };
    const counted: PinTries = countTry(tries, this.now());
    this.saveTries(counted);
    const expected = Buffer.from(hash.key, 'hex');
    const key = await derive(pin, Buffer.from(hash.salt, 'hex'), hash.cost, expected.length);
    if (!timingSafeEqual(key, expected)) return wrongVerdict(counted);
    this.saveTries(NO_TRIES);
    return { kind: 'right' };
  }

  private load(): PinRecord {
    return readPrivateJson(this.file, 'PIN_FILE', (json) => pinFile.parse(json)) ?? { version: 1, hash: null, tries: NO_TRIES };
  }

  /** Read again: the command line may have chosen another PIN meanwhile. */
  private saveTries(tries: PinTries): void {
    this.save({ ...this.load(), tries });
  }

  private save(record: PinRecord): void {
    writePrivateFile(this.file, JSON.stringify(record));
  }
}

function derive(pin: string, salt: Buffer, { N, r, p }: z.infer<typeof cost>, bytes: number): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, bytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
