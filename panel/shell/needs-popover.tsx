/** Under the bell: what needs the owner, wherever one is. */

import { Popover } from 'radix-ui';
import { NeedsList } from '../blocks/needs-list.tsx';
import { useSpeech } from '../i18n/words.ts';
import { useNeeds } from '../live/needs.ts';
import { closeDialog } from './open-dialog.ts';

export function NeedsPopover() {
  const { words } = useSpeech();
  const needs = useNeeds();
  const bell = { current: document.getElementById('bell') as HTMLElement };
  return (
    <Popover.Root open onOpenChange={(isOpen) => !isOpen && closeDialog()}>
      <Popover.Anchor virtualRef={bell} />
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={8}
          collisionPadding={12}
          aria-label={words.needs.title}
          className="z-58 max-h-[70vh] w-90 max-w-[calc(100vw-24px)] overflow-auto rounded-l border border-line-strong bg-raised shadow-pop outline-none"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            bell.current.focus();
          }}
          onInteractOutside={(event) => {
            // The bell closes it by itself.
            if (bell.current.contains(event.target as Node)) event.preventDefault();
          }}
        >
          <h2 className="border-b border-line px-4 py-2.5 text-14 font-semibold">
            {words.needs.title} <span className="text-12 font-normal text-muted">{words.needs.count(needs.length)}</span>
          </h2>
          <NeedsList needs={needs} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
