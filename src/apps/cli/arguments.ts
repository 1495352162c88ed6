/** Readers for option values: numbers, ratios and times, each with its own sentence when it is none. */

import { type Command, InvalidArgumentError } from 'commander';
import { InputError } from '../../core/domain/result.ts';

/** As a person writes it: 0x10, 1e3 and spaces are what something else has made of it. NaN for anything but digits with at most one point. */
const plainNumber = (text: string) => (/^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN);
const plainWholeNumber = (text: string) => (/^\d+$/.test(text) ? Number(text) : Number.NaN);

/** A number of 0 or more. */
export function amount(text: string): number {
  const value = plainNumber(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError(`Expected a number of 0 or more, found ${text || 'nothing'}.`);
  return value;
}

/** A number above 0. */
export function positive(text: string): number {
  const value = plainNumber(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError(`Expected a number above 0, found ${text || 'nothing'}.`);
  return value;
}

/** A ratio from 0 to below 1: 0.001 is 0.1 %. */
export function ratio(text: string): number {
  const value = amount(text);
  if (value >= 1) throw new InvalidArgumentError(`Expected a ratio below 1 such as 0.001 (0.1 %), found ${text}.`);
  return value;
}

export function wholeNumber(text: string): number {
  const value = plainWholeNumber(text);
  if (!Number.isSafeInteger(value))
    throw new InvalidArgumentError(`Expected a whole number from 0 to 9007199254740991 (2^53 - 1), found ${text || 'nothing'}.`);
  return value;
}

/** A whole number of 1 or more: of nothing at all every rule would hold. */
export function count(text: string): number {
  const value = wholeNumber(text);
  if (value === 0) throw new InvalidArgumentError('Expected at least 1, found 0.');
  return value;
}

export function countUpTo(most: number): (text: string) => number {
  return (text) => {
    const value = count(text);
    if (value > most) throw new InvalidArgumentError(`Expected at most ${most}, found ${value}.`);
    return value;
  };
}

/** The last instant that a date can say, in epoch milliseconds. */
const LAST_INSTANT = 8.64e15;

/** Epoch milliseconds of ISO text (UTC where it names no zone) or of epoch milliseconds. */
export function instant(text: string): number {
  if (/^\d{12,}$/.test(text) && Number(text) <= LAST_INSTANT) return Number(text);
  const iso = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i.exec(text);
  const at = iso ? Date.parse(text.length > 10 && !iso[1] ? `${text.replace(' ', 'T')}Z` : text) : Number.NaN;
  if (Number.isNaN(at)) throw new InvalidArgumentError(`Expected a time such as 2022-12-13 or 2022-12-13T08:00Z, found ${text}.`);
  return at;
}

const NAMES_PATH = /[<[](?:folder|file|path)s?(?:\.\.\.)?[>\]]/;

/** An empty path would be the current folder: nothing is begun there by a variable that was not set. InputError USAGE. */
export function requirePaths(command: Command): void {
  const refuse = (name: string) => {
    throw new InputError('USAGE', `${name}: expected a path, found nothing; a variable may not be set`, 2);
  };
  const isEmpty = (value: unknown) => typeof value === 'string' && value.trim() === '';
  for (const option of command.options)
    if (NAMES_PATH.test(option.flags) && isEmpty(command.getOptionValue(option.attributeName()))) refuse(option.long ?? option.flags);
  command.registeredArguments.forEach((argument, i) => {
    if (NAMES_PATH.test(`<${argument.name()}>`) && [command.processedArgs[i]].flat().some(isEmpty)) refuse(argument.name());
  });
}

/** Replayed seconds per second; Infinity for `max`. */
export function speedOf(text: string): number {
  if (text === 'max') return Number.POSITIVE_INFINITY;
  const speed = plainNumber(text);
  if (!(speed >= 1 && speed <= 3600))
    throw new InputError('USAGE', `--speed: expected 1 to 3600, or max, found ${JSON.stringify(text)}`, 2);
  return speed;
}

export function portOf(text: string): number {
  const port = plainWholeNumber(text);
  if (!(port <= 65_535)) throw new InputError('USAGE', `--port: expected 0 to 65535 in plain digits, found ${JSON.stringify(text)}`, 2);
  return port;
}
