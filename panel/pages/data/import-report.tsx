/** What an import has taken and what not, with the rows that were no candles. */

import type { SeriesDetail } from '../../../src/api/data.ts';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { ScrollPlace } from '../../parts/scroll-place.tsx';
import { useDataWords } from './words.ts';

type Told = SeriesDetail['imports'][number]['notes'][number];

interface RejectedRow {
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

/** The result of an import job, as `atalaya data import --json` prints it. */
export interface Imported {
  readonly rowsRead?: number;
  readonly accepted?: number;
  readonly rejected?: number;
  readonly added?: number;
  readonly changed?: number;
  readonly unchanged?: number;
  readonly duplicates?: number;
  /** Of a job, beside the equal ones; the history of a series has them among its duplicates. */
  readonly conflictingDuplicates?: number;
  readonly rejectedRows?: readonly RejectedRow[];
  /** Of a job that was done before there were words in both languages: in English. */
  readonly notes?: readonly (string | Told)[];
  readonly told?: { readonly notes: readonly Told[] };
  readonly series?: { readonly timeframe: string; readonly kind: 'trades' | 'quotes' };
  /** Of funding, and of splits and dividends. */
  readonly rows?: number;
}

export function ImportReport({ imported }: { imported: Imported }) {
  const { language } = useSpeech();
  const { import: words } = useDataWords();
  const { report } = words;
  const notes = (imported.told?.notes ?? imported.notes ?? []).map((note) => (typeof note === 'string' ? note : note[language]));
  const figures: readonly (readonly [string, number | undefined])[] = [
    [report.read, imported.rowsRead],
    [report.accepted, imported.accepted],
    [report.rejected, imported.rejected],
    [report.added, imported.added],
    [report.changed, imported.changed],
    [report.unchanged, imported.unchanged],
    [report.duplicates, imported.duplicates === undefined ? undefined : imported.duplicates + (imported.conflictingDuplicates ?? 0)],
    [report.rows, imported.rows],
  ];
  return (
    <div className="px-4 pb-3" data-report>
      <dl className="flex flex-wrap gap-x-6 gap-y-2">
        {figures.map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name}>
                <dt className="text-12 text-muted">{name}</dt>
                <dd className="text-16 font-semibold">{plain(language, value, 0)}</dd>
              </div>
            ),
        )}
      </dl>
      {notes.length > 0 && (
        <ul className="mt-2 list-disc pl-5 text-text-2">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <RejectedRows rows={imported.rejectedRows ?? []} total={imported.rejected ?? 0} />
    </div>
  );
}

export function RejectedRows({ rows, total }: { rows: readonly RejectedRow[]; total: number }) {
  const { language } = useSpeech();
  const { import: words } = useDataWords();
  if (rows.length === 0) return null;
  return (
    <details className="mt-3">
      <summary className="cursor-pointer font-medium text-warn">
        {words.rejectedRows} ({plain(language, total, 0)})
      </summary>
      <ScrollPlace label={words.rejectedRows} className="mt-2 max-h-70 rounded-m border border-line">
        <table>
          <caption className="sr-only">{words.rejectedRows}</caption>
          <thead>
            <tr>
              <th scope="col" className="num">
                {words.line}
              </th>
              <th scope="col">{words.reason}</th>
              <th scope="col">{words.text}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.line}>
                <td className="num">{plain(language, row.line, 0)}</td>
                <td>{words.rowFaults[row.reason] ?? row.reason}</td>
                <td className="font-mono text-12 break-all">{row.text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollPlace>
      {total > rows.length && <p className="mt-1 text-12 text-muted">{words.moreRows(total - rows.length)}</p>}
    </details>
  );
}
