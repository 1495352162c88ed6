/** The rows of exactly this filter and order as a file. */

import type { ExportFormat } from '../../../src/api/archive.ts';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { download } from '../../live/download.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Menu, MenuItem } from '../../parts/menu.tsx';
import { useJournalWords } from './words.ts';

const FORMATS: readonly ExportFormat[] = ['csv', 'json', 'xlsx'];
/** As the server has it: what one sheet of a workbook holds. */
const MOST_ROWS = 1_000_000;

export function ExportMenu({
  file,
  question,
  count,
  told,
}: {
  file: string;
  question: Readonly<Record<string, string>>;
  count: number | undefined;
  told: string;
}) {
  const own = useJournalWords();
  const { language } = useSpeech();
  const isTooMany = (count ?? 0) > MOST_ROWS;
  const addressOf = (format: ExportFormat) => `${file}?${new URLSearchParams({ ...question, format })}`;
  return (
    <Menu
      className="max-w-72 min-w-48"
      button={
        <Button size="small" disabled={count === 0}>
          <Icon name="download" />
          {own.export.open}
        </Button>
      }
    >
      <p className="px-2 py-1.5 text-12 text-muted">
        {isTooMany ? own.export.tooMany(plain(language, MOST_ROWS, 0)) : own.export.told(told)}
      </p>
      {!isTooMany &&
        FORMATS.map((format) => (
          <MenuItem key={format} onSelect={() => void download(addressOf(format))}>
            {own.export[format]}
          </MenuItem>
        ))}
    </Menu>
  );
}
