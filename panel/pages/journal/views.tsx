/** Saved views: a list with its filter and order under a name, in this browser; and the link that shows it to somebody else. */

import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { remembered } from '../../live/remembered.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Menu, MenuItem } from '../../parts/menu.tsx';
import { useJournalWords } from './words.ts';

interface View {
  readonly name: string;
  /** Path and query of the panel. */
  readonly address: string;
}

const KEPT = 'journal-views';
export function Views({ address }: { address: string }) {
  const own = useJournalWords();
  const navigate = useNavigate();
  const [views, setViews] = useState<readonly View[]>(() => remembered.read<View[]>(KEPT) ?? []);
  const [isSaving, setSaving] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const keep = (next: readonly View[]) => {
    setViews(next);
    remembered.write(KEPT, next);
  };
  const copy = async () => {
    // Without the clipboard the address can still be taken from the browser's own field.
    const isDone = await navigator.clipboard.writeText(location.href).then(
      () => true,
      () => false,
    );
    setCopied(isDone);
    if (isDone) setTimeout(() => setCopied(false), 1500);
  };
  return (
    <>
      <Menu
        className="max-w-80 min-w-56"
        button={
          <Button size="small">
            <Icon name="eye" />
            {isCopied ? own.views.copied : own.views.open}
          </Button>
        }
      >
        {views.length === 0 && <p className="px-2 py-1.5 text-12 text-muted">{own.views.none}</p>}
        {views.map((view) => (
          <div key={view.name} className="flex items-center">
            <MenuItem className="min-w-0 flex-1" onSelect={() => void navigate(view.address)}>
              <span className="min-w-0 truncate">{view.name}</span>
            </MenuItem>
            <MenuItem
              className="w-8 flex-none justify-center text-muted"
              aria-label={own.views.remove(view.name)}
              onSelect={(event) => {
                event.preventDefault();
                keep(views.filter((other) => other !== view));
              }}
            >
              <Icon name="x" />
            </MenuItem>
          </div>
        ))}
        <DropdownMenu.Separator className="my-1 h-px bg-line" />
        <MenuItem onSelect={() => setSaving(true)}>{own.views.saveThis}</MenuItem>
        <MenuItem onSelect={() => void copy()}>{own.views.copy}</MenuItem>
      </Menu>
      {isSaving && (
        <SaveDialog
          onClose={() => setSaving(false)}
          onSave={(name) => {
            keep([...views.filter((view) => view.name !== name), { name, address }].sort((a, b) => a.name.localeCompare(b.name)));
            setSaving(false);
          }}
        />
      )}
    </>
  );
}

function SaveDialog({ onClose, onSave }: { onClose: () => void; onSave: (name: string) => void }) {
  const own = useJournalWords();
  const [name, setName] = useState('');
  const isNamed = name.trim() !== '';
  return (
    <Dialog
      title={own.views.title}
      onClose={onClose}
      size="small"
      foot={
        <>
          <Button onClick={onClose}>{own.views.cancel}</Button>
          <Button manner="primary" disabled={!isNamed} onClick={() => onSave(name.trim())}>
            {own.views.save}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isNamed) onSave(name.trim());
        }}
      >
        <p className="mb-3 text-text-2">{own.views.text}</p>
        <label className="grid gap-1 text-12 font-medium text-muted">
          {own.views.name}
          <input
            data-first
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
            className="h-control rounded-m border border-field bg-surface px-2.5 text-13 font-normal text-text"
          />
        </label>
      </form>
    </Dialog>
  );
}
