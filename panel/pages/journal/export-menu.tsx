/** The rows of exactly this filter and order as a file. */

import { DropdownMenu } from 'radix-ui';
import type { ExportFormat } from '../../../src/api/archive.ts';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
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
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button size="small" disabled={count === 0}>
          <Icon name="download" />
          {own.export.open}
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          collisionPadding={12}
          className="z-58 max-w-72 min-w-48 rounded-l border border-line-strong bg-raised p-1.5 shadow-pop"
        >
          <p className="px-2 py-1.5 text-12 text-muted">
            {isTooMany ? own.export.tooMany(plain(language, MOST_ROWS, 0)) : own.export.told(told)}
          </p>
          {!isTooMany &&
            FORMATS.map((format) => (
              <DropdownMenu.Item
                key={format}
                asChild
                className="flex h-8 cursor-pointer items-center gap-2 rounded-m px-2 text-text no-underline outline-none hover:no-underline data-[highlighted]:bg-hover phone:h-11"
              >
                <a href={addressOf(format)} download>
                  {own.export[format]}
                </a>
              </DropdownMenu.Item>
            ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
