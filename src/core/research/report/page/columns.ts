/** Columns of numbers as compact text: whole multiples of a unit, as differences, in a few bytes each. Encoded here, decoded inside the page. */

/** Element i is (the sum of the first i+1 differences) * unit / scale. */
export interface EncodedColumn {
  readonly count: number;
  readonly unit: number;
  readonly scale: number;
  /** Base 64 of zigzag variable-length integers. */
  readonly bytes: string;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Whole numbers times `unit` (such as times in ms): the unit is the largest that divides them all. */
export function encodeWhole(values: ArrayLike<number>): EncodedColumn {
  let unit = 0;
  for (let i = 0; i < values.length; i++) unit = commonDivisor(unit, Math.abs(values[i] as number));
  return encode(values, unit || 1, 1);
}

/** Numbers rounded to `decimals` places. */
export function encodeDecimal(values: ArrayLike<number>, decimals: number): EncodedColumn {
  return encode(values, 1, 10 ** decimals);
}

function commonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

function encode(values: ArrayLike<number>, unit: number, scale: number): EncodedColumn {
  const bytes: number[] = [];
  let before = 0;
  for (let i = 0; i < values.length; i++) {
    const whole = Math.round(((values[i] as number) * scale) / unit);
    const change = whole - before;
    let zigzag = change >= 0 ? change * 2 : change * -2 - 1;
    for (; zigzag >= 128; zigzag = Math.floor(zigzag / 128)) bytes.push((zigzag % 128) + 128);
    bytes.push(zigzag);
    before = whole;
  }
  return { count: values.length, unit, scale, bytes: base64(bytes) };
}

/** Base 64 of bytes, with padding. */
export function base64(bytes: ArrayLike<number>): string {
  const groups: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = [bytes[i], bytes[i + 1], bytes[i + 2]];
    const left = bytes.length - i;
    const text = (BASE64[a >> 2] as string) + BASE64[((a & 3) << 4) | (b >> 4)] + (left > 1 ? BASE64[((b & 15) << 2) | (c >> 6)] : '=');
    groups.push(text + (left > 2 ? BASE64[c & 63] : '='));
  }
  return groups.join('');
}

/** The numbers of a column. Self-contained: its source is sent to the page. `decode64` is the browser's atob. */
export function decodeColumn(column: EncodedColumn, decode64: (text: string) => string): Float64Array {
  const bytes = decode64(column.bytes);
  const values = new Float64Array(column.count);
  let at = 0;
  let whole = 0;
  for (let i = 0; i < column.count; i++) {
    let zigzag = 0;
    let place = 1;
    let byte = bytes.charCodeAt(at++);
    for (; byte >= 128; byte = bytes.charCodeAt(at++)) {
      zigzag += (byte - 128) * place;
      place *= 128;
    }
    zigzag += byte * place;
    whole += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    values[i] = (whole * column.unit) / column.scale;
  }
  return values;
}
