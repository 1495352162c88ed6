/** Identifiers in Kraken's form, made from running numbers, so that the same replay gives the same ones. */

import { createHash } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Such as OQCLML-BW3P3-BUCMWZ: the first letter says what it is. */
function identifier(kind: 'O' | 'T' | 'L', of: string): string {
  const hash = createHash('sha256').update(`${kind} ${of}`).digest();
  const letters = [...hash.subarray(0, 16)].map((byte) => LETTERS[byte & 31]).join('');
  return `${kind}${letters.slice(0, 5)}-${letters.slice(5, 10)}-${letters.slice(10)}`;
}

/** What an exchange behind this server must call its order number n. */
export const krakenOrderId = (number: number): string => identifier('O', `order ${number}`);
export const tradeIdOf = (number: number): string => identifier('T', `trade ${number}`);
export const positionIdOf = (order: number): string => identifier('T', `position ${order}`);
export const amendIdOf = (number: number): string => identifier('T', `amend ${number}`);
export const ledgerIdOf = (number: number): string => identifier('L', `entry ${number}`);

/** A token for the private stream: told to its owner alone, and gone with the process. */
export const tokenOf = (account: string, number: number): string =>
  createHash('sha256').update(`token ${number} of ${account}`).digest('base64').slice(0, 43);
