/** Reads a request's tokens one after the other, as the protocol's typed values. */

export class TokenReader {
  private readonly tokens: readonly string[];
  private next: number;

  constructor(tokens: readonly string[], from: number) {
    this.tokens = tokens;
    this.next = from;
  }

  /** RangeError where the message is over: a client that sends less than its version says. */
  text(): string {
    const token = this.tokens[this.next];
    if (token === undefined) throw new RangeError(`expected more than ${this.tokens.length} fields`);
    this.next++;
    return token;
  }

  /** Null where the field is empty, or the greatest double, which stands for "not set". */
  number(): number | null {
    const token = this.text();
    if (token === '') return null;
    const value = Number(token);
    if (!Number.isFinite(value)) throw new RangeError(`expected a number, found "${token}"`);
    return value === Number.MAX_VALUE || value === 2147483647 ? null : value;
  }

  integer(): number {
    const value = this.number() ?? 0;
    if (!Number.isInteger(value)) throw new RangeError(`expected a whole number, found ${value}`);
    return value;
  }

  flag(): boolean {
    return !['', '0', 'false'].includes(this.text());
  }

  skip(count: number): void {
    for (let index = 0; index < count; index++) this.text();
  }
}
