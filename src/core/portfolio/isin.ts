/** The check digit of an ISIN: ISO 6166, the Luhn sum over its letters as numbers from 10. */

const FORM = /^[A-Z]{2}[A-Z0-9]{9}\d$/;

export function isIsin(text: string): boolean {
  return FORM.test(text) && luhnSum(text) % 10 === 0;
}

function luhnSum(isin: string): number {
  const digits = [...isin].map((letter) => Number.parseInt(letter, 36)).join('');
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const counted = at % 2 === 1 ? digit * 2 : digit;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum;
}
