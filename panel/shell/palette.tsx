/** The command palette: every page and every act, found by typing. */

import { Command } from 'cmdk';
import { useNavigate } from 'react-router';
import { useSpeech } from '../i18n/words.ts';
import { useRights, useStatus } from '../live/session.ts';
import { pagesFor } from '../pages/pages.ts';
import { Key } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { actsFor } from './acts.ts';
import { closeDialog } from './open-dialog.ts';
import { keyText } from './page-dialogs.tsx';

const GROUP =
  '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-muted';

export function Palette() {
  const speech = useSpeech();
  const { words } = speech;
  const status = useStatus();
  const navigate = useNavigate();
  const rights = useRights();
  const pages = pagesFor(rights);
  const doing = (act: () => void) => () => {
    closeDialog();
    act();
  };
  const acts = actsFor(rights, status).flatMap((act) => {
    const run = act.run(status, speech);
    return run ? [{ ...act, run }] : [];
  });
  return (
    <Dialog title={words.palette.open} onClose={closeDialog} hasHead={false}>
      <Command label={words.palette.open} loop>
        <div className="flex items-center gap-2.5 border-b border-line px-4">
          <Icon name="search" className="text-muted" />
          <Command.Input
            data-first
            placeholder={words.palette.placeholder}
            className="h-12 w-full bg-transparent text-14 outline-none placeholder:text-muted"
          />
          <Key className="text-muted">Esc</Key>
        </div>
        <Command.List label={words.palette.open} className="max-h-[50vh] overflow-auto p-1.5">
          <Command.Empty className="px-3 py-5 text-muted">{words.palette.none}</Command.Empty>
          <Command.Group heading={words.palette.pages} className={GROUP}>
            {pages.map((page) => (
              <Item
                key={page.path}
                icon={page.icon}
                text={words.pages[page.name].name}
                told={words.pages[page.name].told}
                hint={`g ${page.key}`}
                onSelect={doing(() => void navigate(page.path))}
              />
            ))}
          </Command.Group>
          <Command.Group heading={words.palette.acts} className={GROUP}>
            {acts.map((act) => (
              <Item
                key={act.name}
                icon={act.icon}
                text={words.shortcuts.rows[act.name]}
                told=""
                hint={keyText(act.key)}
                onSelect={doing(act.run)}
              />
            ))}
          </Command.Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}

function Item({ icon, text, told, hint, onSelect }: { icon: IconName; text: string; told: string; hint: string; onSelect: () => void }) {
  return (
    <Command.Item
      value={`${text} ${told}`}
      onSelect={onSelect}
      className="flex min-h-10 cursor-pointer items-center gap-3 rounded-m px-3 data-[selected=true]:bg-accent-soft"
    >
      <Icon name={icon} className="text-text-2" />
      <span>{text}</span>
      <span className="min-w-0 truncate text-text-2 phone:hidden">{told}</span>
      <Key className="ml-auto text-text-2">{hint}</Key>
    </Command.Item>
  );
}
