/** A question over the page. The scrim begins below the top bar, so that Pause and Kill stay in sight, in reach and in the order of the Tab key: the dialog holds the focus of nobody. */

import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useEffect, useRef } from 'react';
import { useSpeech } from '../i18n/words.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

const SIZES = { normal: 'max-w-140', wide: 'max-w-180', small: 'max-w-110' } as const;

export function Dialog({
  title,
  told,
  onClose,
  children,
  foot,
  size = 'normal',
  hasHead = true,
}: {
  title: string;
  /** What it is about, read out with the title. */
  told?: string;
  onClose: () => void;
  children: ReactNode;
  foot?: ReactNode;
  size?: keyof typeof SIZES;
  /** Without one the title is only read out. */
  hasHead?: boolean;
}) {
  const { words } = useSpeech();
  const opener = useRef<Element | null>(null);
  // Read while the dialog is first drawn: once it is there the focus is its own.
  opener.current ??= document.activeElement;

  useEffect(() => {
    const content = document.getElementById('content');
    // A dialog over a dialog leaves it as it was.
    const wasInert = content?.inert ?? false;
    if (content) content.inert = true;
    return () => {
      if (content) content.inert = wasInert;
      (opener.current as HTMLElement | null)?.focus();
    };
  }, []);

  return (
    <Radix.Root open modal={false} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <div className="fixed inset-x-0 top-[calc(var(--band-h)+var(--top-h))] bottom-0 z-50 overflow-auto bg-scrim px-4 py-7 phone:z-58 phone:flex phone:items-end phone:p-0">
          <Radix.Content
            {...(told === undefined && { 'aria-describedby': undefined })}
            className={`mx-auto w-full rounded-[12px] border border-line-strong bg-raised shadow-pop outline-none phone:max-h-full phone:max-w-none phone:overflow-auto phone:rounded-b-none phone:border-x-0 phone:border-b-0 ${SIZES[size]}`}
            onOpenAutoFocus={(event) => {
              const first = (event.currentTarget as HTMLElement).querySelector<HTMLElement>('[data-first]');
              if (!first) return;
              event.preventDefault();
              first.focus();
            }}
            onCloseAutoFocus={(event) => event.preventDefault()}
            onInteractOutside={(event) => event.preventDefault()}
          >
            {/* Tab goes on to the top bar and comes round again, instead of being kept in here. */}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: it only keeps a key from the library. */}
            <div onKeyDown={(event) => event.key === 'Tab' && event.stopPropagation()}>
              {hasHead ? (
                <div className="flex items-center gap-3 pt-4 pr-3.5 pl-5">
                  <Radix.Title className="text-16 font-semibold tracking-tight">{title}</Radix.Title>
                  <Button manner="ghost" size="icon" className="ml-auto" aria-label={words.acts.close} onClick={onClose}>
                    <Icon name="x" />
                  </Button>
                </div>
              ) : (
                <Radix.Title className="sr-only">{title}</Radix.Title>
              )}
              <div
                className={hasHead ? 'px-5 pt-1 pb-5 [&_h3]:mt-4 [&_h3]:mb-1.5 [&_h3]:text-12 [&_h3]:font-medium [&_h3]:text-muted' : ''}
              >
                {told !== undefined && <Radix.Description className="text-text-2">{told}</Radix.Description>}
                {children}
              </div>
              {foot !== undefined && (
                <div className="flex items-center justify-end gap-2 border-t border-line px-5 py-4 phone:sticky phone:bottom-0 phone:flex-wrap phone:bg-raised phone:px-4 phone:py-3 phone:[&>button]:h-11 phone:[&>button]:flex-1">
                  {foot}
                </div>
              )}
            </div>
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}
