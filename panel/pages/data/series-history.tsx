/** What is missing in a series, gap by gap, and the imports that have made it. */

import type { SeriesDetail } from '../../../src/api/data.ts';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Card } from '../../parts/card.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { ImportReport } from './import-report.tsx';
import { useDataWords } from './words.ts';

const MOST_GAPS = 200;

const minuteText = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

type Gap = SeriesDetail['gaps'][number];

export function Gaps({ gaps }: { gaps: readonly Gap[] }) {
  const { language } = useSpeech();
  const { series } = useDataWords();
  const open = gaps.filter(({ repairedAt }) => repairedAt === null);
  const missing = open.reduce((sum, gap) => sum + gap.missing, 0);
  const columns: readonly Column<Gap>[] = [
    { key: 'from', title: `${series.from} (UTC)`, phone: 'title', cell: (gap) => minuteText(gap.from) },
    { key: 'until', title: `${series.until} (UTC)`, phone: 'line', cell: (gap) => minuteText(gap.to) },
    { key: 'missing', title: series.missing, numeric: true, phone: 'figure', cell: (gap) => plain(language, gap.missing, 0) },
    { key: 'cause', title: series.cause, phone: 'line', cell: (gap) => series.causes[gap.cause] },
    {
      key: 'repaired',
      title: series.repaired,
      phone: 'line',
      cell: (gap) => (gap.repairedAt === null ? series.open : minuteText(gap.repairedAt)),
    },
  ];
  return (
    <Card id="gaps" title={series.gaps} sub={open.length > 0 ? series.gapsTold(open.length, plain(language, missing, 0)) : undefined}>
      {gaps.length === 0 ? (
        <p className="px-4 py-4 text-text-2">{series.noGaps}</p>
      ) : (
        <div className="max-h-90 overflow-auto">
          <RowTable
            caption={series.gaps}
            columns={columns}
            rows={gaps.slice(0, MOST_GAPS)}
            keyOf={(gap) => `${gap.from} ${gap.repairedAt}`}
          />
        </div>
      )}
      {gaps.length > MOST_GAPS && (
        <p className="border-t border-line px-4 py-2 text-12 text-muted">{series.firstOf(MOST_GAPS, gaps.length)}</p>
      )}
    </Card>
  );
}

export function Imports({ imports }: { imports: SeriesDetail['imports'] }) {
  const { series } = useDataWords();
  return (
    <Card id="imports" title={series.imports}>
      {imports.length === 0 && <p className="px-4 py-4 text-text-2">{series.noImports}</p>}
      {imports.map((report) => (
        <article key={`${report.at} ${report.source}`} className="border-b border-line last:border-0" aria-label={report.source}>
          <h3 className="px-4 pt-3 pb-2 break-all">
            <b className="font-semibold">{report.source}</b> <span className="text-12 text-muted">{minuteText(report.at)} UTC</span>
          </h3>
          <ImportReport imported={report} />
        </article>
      ))}
    </Card>
  );
}
