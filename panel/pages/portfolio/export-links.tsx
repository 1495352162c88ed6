/** Files of what is shown: as a table and as a workbook. */

import { requestOf } from '../../api/client.ts';
import { downloadIfRoom } from '../../live/download.ts';
import { buttonClass } from '../../parts/button.tsx';
import { useFilterWords } from './filter-words.ts';

export function ExportLinks({
  operation,
  query,
  name,
}: {
  operation: 'portfolio.exportOperations' | 'portfolio.exportHoldings';
  query: Readonly<Record<string, string>>;
  /** Of what goes out, for whoever hears the links. */
  name: string;
}) {
  const own = useFilterWords();
  const { path } = requestOf(operation, {});
  return (
    <span className="inline-flex gap-1.5">
      {(['csv', 'xlsx'] as const).map((format) => (
        <a
          key={format}
          className={buttonClass('plain', 'small')}
          href={`${path}?${new URLSearchParams({ ...query, format })}`}
          download
          aria-label={own.exportAs(name, format.toUpperCase())}
          onClick={downloadIfRoom}
        >
          {format.toUpperCase()}
        </a>
      ))}
    </span>
  );
}
