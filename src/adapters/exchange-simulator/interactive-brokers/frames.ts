/** Framing of the TWS socket protocol from version 100 on: `API\0`, then messages as a length of 4 bytes and tokens that each end in a zero byte. */

/** What an API client refuses as too long; one that says more is not speaking this protocol. */
const LONGEST_MESSAGE = 0xffffff;
const GREETING = 'API\0';

export type Token = string | number | boolean;

/** One message: booleans travel as 1 and 0. */
export function frame(tokens: readonly Token[]): Buffer {
  const text = tokens.map((token) => `${typeof token === 'boolean' ? Number(token) : token}\0`).join('');
  const body = Buffer.from(text, 'utf8');
  const message = Buffer.allocUnsafe(4 + body.length);
  message.writeInt32BE(body.length);
  body.copy(message, 4);
  return message;
}

/** The lowest and highest version a client speaks, from its `v100..193` or `v100`; null where it is neither. What follows a space are its options. */
export function offeredVersions(text: string): { readonly lowest: number; readonly highest: number } | null {
  const match = /^v(\d+)(?:\.\.(\d+))?(?: .*)?$/.exec(text);
  if (match === null) return null;
  return { lowest: Number(match[1]), highest: Number(match[2] ?? match[1]) };
}

/** Cuts the bytes of one connection into messages. */
export class FrameReader {
  private bytes: Buffer = Buffer.alloc(0);
  private greeted = false;

  /** The messages that are complete with these bytes: first the client's versions as one token. Throws RangeError where the bytes are something else. */
  read(chunk: Buffer): string[][] {
    this.bytes = Buffer.concat([this.bytes, chunk]);
    const messages: string[][] = [];
    if (!this.greeted) {
      if (this.bytes.length < GREETING.length) return messages;
      if (this.bytes.toString('latin1', 0, GREETING.length) !== GREETING)
        throw new RangeError('expected the greeting API of protocol version 100 or later');
      this.greeted = true;
      this.bytes = this.bytes.subarray(GREETING.length);
    }
    while (this.bytes.length >= 4) {
      const length = this.bytes.readInt32BE();
      if (length < 0 || length > LONGEST_MESSAGE)
        throw new RangeError(`expected a message of at most ${LONGEST_MESSAGE} bytes, found ${length}`);
      if (this.bytes.length < 4 + length) break;
      const text = this.bytes.toString('utf8', 4, 4 + length);
      messages.push((text.endsWith('\0') ? text.slice(0, -1) : text).split('\0'));
      this.bytes = this.bytes.subarray(4 + length);
    }
    return messages;
  }
}
