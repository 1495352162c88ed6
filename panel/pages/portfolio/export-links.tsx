/** Files of what is shown: as a table and as a workbook. */

import { requestOf } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
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
  const { language } = useSpeech();
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
      {operation === 'portfolio.exportHoldings' && (
        <a
          className={buttonClass('plain', 'small')}
          href={`${requestOf('portfolio.exportStatement', {}).path}?${new URLSearchParams({ ...query, language })}`}
          download
          aria-label={own.exportAs(name, 'PDF')}
          onClick={downloadIfRoom}
        >
          PDF
        </a>
      )}
    </span>
  );
}
