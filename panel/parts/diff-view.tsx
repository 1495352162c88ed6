/** What changed between two things: each place with what it was and what it is. */

import type { ReactNode } from 'react';
import { useSpeech } from '../i18n/words.ts';
import { ScrollPlace } from './scroll-place.tsx';

export interface Change {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** `nameOf`: what a place is called; its path where nothing better is known. */
export function DiffView({
  changes,
  nameOf = (path) => path,
  caption,
}: {
  changes: readonly Change[];
  nameOf?: (path: string) => ReactNode;
  caption: string;
}) {
  const { words } = useSpeech();
  if (changes.length === 0) return <p className="text-muted">{words.diff.none}</p>;
  return (
    <ScrollPlace label={caption} className="rounded-m border border-line">
      <table className="w-full border-collapse text-13 phone:block">
        <caption className="sr-only">{caption}</caption>
        <thead className="phone:sr-only">
          <tr className="border-b border-line text-left text-12 text-muted">
            {[words.diff.place, words.diff.before, words.diff.after].map((title) => (
              <th key={title} scope="col" className="px-3 py-1.5 font-medium">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="phone:block">
          {changes.map(({ path, before, after }) => (
            <tr key={path} className="border-b border-line align-top last:border-b-0 phone:block phone:px-3 phone:py-2">
              <th scope="row" className="px-3 py-1.5 text-left font-medium [overflow-wrap:anywhere] phone:block phone:p-0">
                {nameOf(path)}
              </th>
              <Side word={words.diff.before} sign="−" value={before} className="bg-danger-soft" />
              <Side word={words.diff.after} sign="+" value={after} className="bg-accent-soft" />
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollPlace>
  );
}

function Side({ word, sign, value, className }: { word: string; sign: string; value: unknown; className: string }) {
  const { words } = useSpeech();
  return (
    <td className="px-3 py-1.5 phone:block phone:p-0 phone:pt-1">
      <span className="sr-only">{word}: </span>
      {value === undefined ? (
        <span className="text-muted">{words.diff.absent}</span>
      ) : (
        <code className={`rounded-s px-1 py-0.5 text-12 [overflow-wrap:anywhere] ${className}`}>
          <span aria-hidden="true">{sign} </span>
          {typeof value === 'string' ? value : JSON.stringify(value)}
        </code>
      )}
    </td>
  );
}
