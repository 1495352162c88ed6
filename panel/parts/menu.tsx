/** A menu under a button: its box, and a line of it that does something. */

import { DropdownMenu } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';

/** How a line of a menu looks, also one that is a link or a choice. */
export const MENU_ITEM =
  'flex h-8 cursor-pointer items-center gap-2 rounded-m px-2 text-text no-underline outline-none hover:no-underline data-[disabled]:opacity-50 data-[highlighted]:bg-hover phone:h-11';

/** A menu and the button that opens it. */
export function Menu({ button, className = 'min-w-44', children }: { button: ReactNode; className?: string; children: ReactNode }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{button}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          collisionPadding={12}
          className={`z-58 rounded-l border border-line-strong bg-raised p-1.5 shadow-pop ${className}`}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem({ className = '', ...rest }: ComponentProps<typeof DropdownMenu.Item>) {
  return <DropdownMenu.Item className={`${MENU_ITEM} ${className}`} {...rest} />;
}
