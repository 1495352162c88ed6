// Decimal numbers straight from bytes: the same double as Number(text) without making the text, and how many decimals it had.

const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const MAX_EXACT = 2 ** 53;
const [PLUS, COMMA, MINUS, POINT, ZERO] = [43, 44, 45, 46, 48];
const MOST_DECIMALS_COUNTED = 19;
const SUFFIX_EXPONENTS: Readonly<Record<string, number>> = { k: 3, m: 6, b: 9 };

export interface NumberFormat {
  /** The decimal mark is a comma (then a point separates thousands), else the other way round. */
  readonly decimalComma: boolean;
  /** Numbers are integers scaled by this power of ten: LEAN equities 4. */
  readonly scaleDecimals: number;
}

/** Reads the numbers of one column and counts their decimals. */
export class NumberReader {
  /** How many numbers had 0, 1, 2 ... significant decimals, trailing zeros not counted; the last entry holds 19 and more. */
  readonly decimalCounts = new Uint32Array(MOST_DECIMALS_COUNTED + 1);
  private readonly mark: number;
  private readonly scale: number;

  constructor(format: NumberFormat) {
    this.mark = format.decimalComma ? COMMA : POINT;
    this.scale = format.scaleDecimals;
  }

  /** The most decimals any number had. */
  get decimals(): number {
    return Math.max(
      0,
      this.decimalCounts.findLastIndex((count) => count > 0),
    );
  }

  /**
   * The number in buffer[start, end), NaN for anything else. A mantissa up to 2^53 is exact, and so is 10^22, hence the one division is
   * correctly rounded; longer text goes through Number().
   */
  read(buffer: Uint8Array, start: number, end: number): number {
    let i = start;
    const negative = buffer[i] === MINUS;
    if (negative || buffer[i] === PLUS) i++;
    let mantissa = 0;
    let digits = 0;
    let point = end;
    let significantEnd = i;
    for (; i < end; i++) {
      const byte = buffer[i] as number;
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digits++;
        if (digit !== 0) significantEnd = i + 1;
      } else if (byte === this.mark && point === end) point = i;
      else return this.readOther(buffer, start, end);
    }
    if (digits === 0) return Number.NaN;
    const decimals = (point === end ? 0 : end - point - 1) + this.scale;
    if (mantissa > MAX_EXACT || decimals > 22) return this.readOther(buffer, start, end);
    const fraction = significantEnd > point ? significantEnd - point - 1 : 0;
    this.count(fraction > 0 || this.scale === 0 ? fraction + this.scale : mantissa === 0 ? 0 : this.scale - (point - significantEnd));
    const value = decimals === 0 ? mantissa : mantissa / (POWERS[decimals] as number);
    return negative ? -value : value;
  }

  /** Everything unusual: blanks around, exponents, thousands separators, K, M and B, long mantissas. */
  private readOther(buffer: Uint8Array, start: number, end: number): number {
    let text = '';
    for (let i = start; i < end; i++) text += String.fromCharCode(buffer[i] as number);
    const plain = (this.mark === COMMA ? text.replace(/[.,]/g, (mark) => (mark === '.' ? ',' : '.')) : text).trim().toLowerCase();
    const match = /^([+-]?)(\d*|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?(?:e([+-]?\d+)|([kmb]))?$/.exec(plain);
    if (!match || !(match[2] || match[3])) return Number.NaN;
    const [, sign, whole = '', fraction = '', power = '0', suffix = ''] = match;
    const exponent = Number(power) + (SUFFIX_EXPONENTS[suffix] ?? 0) - this.scale;
    this.count(fraction.replace(/0+$/, '').length - exponent);
    return Number(`${sign}${whole.replaceAll(',', '')}.${fraction}e${exponent}`);
  }

  private count(decimals: number): void {
    const entry = decimals < 0 ? 0 : decimals > MOST_DECIMALS_COUNTED ? MOST_DECIMALS_COUNTED : decimals;
    this.decimalCounts[entry] = (this.decimalCounts[entry] as number) + 1;
  }
}
