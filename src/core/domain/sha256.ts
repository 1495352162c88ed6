/** SHA-256 (FIPS 180-4) in plain arithmetic, so that core can name what it has computed without a Node module. */

const ROUND_CONSTANTS = Int32Array.from(firstPrimes(64), (prime) => fractionBits(Math.cbrt(prime)));
const INITIAL_STATE = Int32Array.from(firstPrimes(8), (prime) => fractionBits(Math.sqrt(prime)));

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

/** The first 32 bits of the fraction of a root. Double precision holds them: roots of the first 64 primes are below 8. */
function fractionBits(root: number): number {
  return ((root - Math.floor(root)) * 4294967296) >>> 0;
}

/** Bytes of text in UTF-8. A surrogate without its partner becomes U+FFFD, as in TextEncoder. */
export function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  return bytes.subarray(0, encodeInto(bytes, text));
}

/** Writes a text, at most three bytes for each unit of it; how many they are. */
function encodeInto(bytes: Uint8Array, text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.codePointAt(i) as number;
    if (code > 0xffff) i++;
    else if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes[length++] = code;
    else {
      if (code < 0x800) bytes[length++] = 0xc0 | (code >> 6);
      else {
        if (code < 0x10000) bytes[length++] = 0xe0 | (code >> 12);
        else {
          bytes[length++] = 0xf0 | (code >> 18);
          bytes[length++] = 0x80 | ((code >> 12) & 63);
        }
        bytes[length++] = 0x80 | ((code >> 6) & 63);
      }
      bytes[length++] = 0x80 | (code & 63);
    }
  }
  return length;
}

/** The 32-byte digest of bytes, or of text as UTF-8. */
export function sha256(data: Uint8Array | string): Uint8Array {
  const state = digestWords(data);
  const digest = new Uint8Array(32);
  for (let i = 0; i < 32; i++) digest[i] = (state[i >> 2] as number) >>> (24 - 8 * (i & 3));
  return digest;
}

/** The digest, or its first words of 32 bits, in lower-case hexadecimal. */
export function sha256Hex(data: Uint8Array | string, words = 8): string {
  const state = digestWords(data);
  let text = '';
  for (let i = 0; i < words; i++) {
    const word = state[i] as number;
    text += HEX[word >>> 24]! + HEX[(word >>> 16) & 255]! + HEX[(word >>> 8) & 255]! + HEX[word & 255]!;
  }
  return text;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** Used again by every call: none is interrupted by another. */
const STATE = new Int32Array(8);
const SCHEDULE = new Int32Array(64);

/** What names an order is hashed by the thousand, and is short: no array is made for it. */
const SHORT_TEXT = 256;
const TEXT = new Uint8Array(SHORT_TEXT * 3);
const TAIL = new Uint8Array(128);

/** The eight words of the digest, until the next call. */
function digestWords(data: Uint8Array | string): Int32Array {
  if (typeof data !== 'string') return digestOf(data, data.length);
  const bytes = data.length <= SHORT_TEXT ? TEXT : new Uint8Array(data.length * 3);
  return digestOf(bytes, encodeInto(bytes, data));
}

function digestOf(bytes: Uint8Array, length: number): Int32Array {
  STATE.set(INITIAL_STATE);
  const whole = length - (length % 64);
  for (let at = 0; at < whole; at += 64) compress(bytes, at);
  const rest = length - whole;
  const end = rest < 56 ? 64 : 128;
  for (let i = 0; i < rest; i++) TAIL[i] = bytes[whole + i] as number;
  TAIL[rest] = 0x80;
  TAIL.fill(0, rest + 1, end);
  // The length in bits, in the last bytes.
  let bits = length * 8;
  for (let i = end - 1; bits > 0; i--) {
    TAIL[i] = bits & 255;
    bits = Math.floor(bits / 256);
  }
  for (let at = 0; at < end; at += 64) compress(TAIL, at);
  return STATE;
}

function compress(bytes: Uint8Array, at: number): void {
  const w = SCHEDULE;
  for (let i = 0; i < 16; i++) {
    const k = at + i * 4;
    w[i] = ((bytes[k] as number) << 24) | ((bytes[k + 1] as number) << 16) | ((bytes[k + 2] as number) << 8) | (bytes[k + 3] as number);
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15] as number;
    const y = w[i - 2] as number;
    const small0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const small1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = ((w[i - 16] as number) + small0 + (w[i - 7] as number) + small1) | 0;
  }
  const s = STATE;
  let a = s[0] as number;
  let b = s[1] as number;
  let c = s[2] as number;
  let d = s[3] as number;
  let e = s[4] as number;
  let f = s[5] as number;
  let g = s[6] as number;
  let h = s[7] as number;
  for (let i = 0; i < 64; i++) {
    const big1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + big1 + ((e & f) ^ (~e & g)) + (ROUND_CONSTANTS[i] as number) + (w[i] as number)) | 0;
    const big0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  s[0] = (s[0] as number) + a;
  s[1] = (s[1] as number) + b;
  s[2] = (s[2] as number) + c;
  s[3] = (s[3] as number) + d;
  s[4] = (s[4] as number) + e;
  s[5] = (s[5] as number) + f;
  s[6] = (s[6] as number) + g;
  s[7] = (s[7] as number) + h;
}
