// The small rules of STYLE.md that a program can check: names, sizes, the sentence on top, words that do not belong.

import type { Files } from './source.ts';
import { isCode, parseSource } from './source.ts';

const LARGEST_LINES = 400;
/** Files that are one table, which would not be clearer in pieces. */
const TABLES = /(^|[/-])(table|tables|catalogue|definitions|messages)\.tsx?$|\/i18n\//;
const EMPTY_WORDS = new Set(['util', 'utils', 'helper', 'helpers', 'manager', 'managers', 'common', 'misc']);
const UNFINISHED = /\b(TODO|FIXME|XXX|HACK)\b/;
/** Paths of one person's or one place's machine. */
const MACHINE_PATH = /(^|[\s"'`(=])\/(work|home\/[\w.-]+|Users\/[\w.-]+|root)\//;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const KNOWN_NAMES = /^(README|ARCHITECTURE|GLOSSARY|STYLE|CONTRIBUTING|CHANGELOG|NOTICE|LICENSE)(\.md|\.txt)?$/;
const TEXT = /\.(ts|tsx|js|mjs|cjs|json|md|sql|css|html|yml|yaml|sh|toml)$|^bin\/|^\.ci\//;
const OUTSIDE_MATERIAL = /^(samples|package-lock\.json)|\/(fixtures|golden)\//;

export const isTidyMaterial = (path: string): boolean => TEXT.test(path) && !OUTSIDE_MATERIAL.test(path);

/** One line per fault, "path[:line] what is wrong". */
export function checkTidy(files: Files): string[] {
  return [...files].flatMap(([path, text]) => [
    ...faultsOfName(path).map((fault) => `${path} ${fault}`),
    ...faultsOfText(text).map(({ line, what }) => `${path}:${line} ${what}`),
    ...(isCode(path) ? faultsOfCode(path, text) : []).map((fault) => `${path}${fault}`),
  ]);
}

function faultsOfName(path: string): string[] {
  const parts = path.split('/').filter((part) => !part.startsWith('.') && !KNOWN_NAMES.test(part));
  return parts.flatMap((part) => {
    const [stem = '', ...endings] = part.split('.');
    const words = part.split(/[.-]/);
    const faults: string[] = [];
    if (!KEBAB.test(stem) || endings.some((ending) => !/^[a-z0-9-]+$/.test(ending))) faults.push(`is not named in kebab-case (${part})`);
    const empty = words.find((word) => EMPTY_WORDS.has(word));
    if (empty !== undefined) faults.push(`is named "${empty}", which says nothing: name it by what is in it`);
    return faults;
  });
}

function faultsOfText(text: string): { line: number; what: string }[] {
  return text.split('\n').flatMap((content, index) => {
    const path = content.match(MACHINE_PATH);
    return path === null ? [] : [{ line: index + 1, what: `names a path of one machine (${path[0].trim()})` }];
  });
}

function faultsOfCode(path: string, text: string): string[] {
  const faults: string[] = [];
  const { comments, isTest, lineAt } = parseSource(path, text);
  for (const comment of comments) {
    const word = comment.value.match(UNFINISHED)?.[0];
    if (word !== undefined) faults.push(`:${lineAt(comment.start)} leaves a ${word}: finish it, or open an issue`);
  }
  const start = text.startsWith('#!') ? text.indexOf('\n') + 1 : 0;
  const hasSentence = comments.some((comment) => comment.start === start && comment.value.trim().length >= 20);
  if (!isTest && !hasSentence) faults.push(':1 does not begin with a comment that says what the file is for');
  const lines = text.trimEnd().split('\n').length;
  if (lines > LARGEST_LINES && !TABLES.test(path)) faults.push(` has ${lines} lines, more than ${LARGEST_LINES}: split it by idea`);
  return faults;
}
