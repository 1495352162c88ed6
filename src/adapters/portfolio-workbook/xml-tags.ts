/**
 * Tags and texts of an XML part in their order: enough for spreadsheets, and without what an attacker would use. A document type, and with it any entity
 * of the file's own, is refused. A tree of a hundred thousand rows would take half a gigabyte; this takes one tag at a time.
 */

import { fault } from './zip-parts.ts';

export interface Tag {
  /** Without its prefix: Strict and Transitional workbooks differ in namespaces alone. */
  readonly name: string;
  readonly kind: 'open' | 'close' | 'empty';
  readonly attributes: string;
  /** Text between this tag and the next. */
  readonly text: string;
}

export function* tagsOf(xml: string): Generator<Tag> {
  for (let at = xml.indexOf('<'); at !== -1; ) {
    if (xml.startsWith('<!DOCTYPE', at))
      throw fault('WORKBOOK_UNSAFE', 'expected a plain workbook, found one with a document type of its own; it was not read');
    if (xml.startsWith('<![CDATA[', at))
      throw fault(
        'WORKBOOK_UNREADABLE',
        'expected a workbook as spreadsheets write it, found one that was made otherwise; open it and save it again',
      );
    if (xml.startsWith('<!--', at)) {
      at = xml.indexOf('<', endOf(xml, '-->', at));
      continue;
    }
    const end = endOf(xml, '>', at);
    const next = xml.indexOf('<', end);
    if (xml[at + 1] !== '?') yield tagAt(xml, at, end, next === -1 ? xml.length : next);
    at = next;
  }
}

function endOf(xml: string, word: string, from: number): number {
  const at = xml.indexOf(word, from);
  if (at === -1) throw fault('WORKBOOK_CUT', 'expected a whole workbook, found one that ends in the middle; copy or download it again');
  return at + word.length;
}

function tagAt(xml: string, at: number, end: number, next: number): Tag {
  const isClose = xml[at + 1] === '/';
  const isEmpty = xml[end - 2] === '/';
  const body = xml.slice(at + (isClose ? 2 : 1), end - (isEmpty ? 2 : 1));
  const space = body.search(/\s/);
  const whole = space === -1 ? body : body.slice(0, space);
  return {
    name: whole.slice(whole.indexOf(':') + 1),
    kind: isClose ? 'close' : isEmpty ? 'empty' : 'open',
    attributes: space === -1 ? '' : body.slice(space),
    text: decoded(xml.slice(end, next)),
  };
}

/** The value of an attribute, without regard to its prefix; undefined where it is not there. */
export function attribute({ attributes }: Pick<Tag, 'attributes'>, name: string): string | undefined {
  const found = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  const value = found?.[1] ?? found?.[2];
  return value === undefined ? undefined : decoded(value);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x?[0-9a-fA-F]+|\w+);/g, (whole, name: string) => {
    if (name.startsWith('#')) return String.fromCodePoint(name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)));
    return NAMED[name] ?? whole;
  });
}
