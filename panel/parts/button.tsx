/** A button says what it does with a verb; the dangerous one is red, and one on a page is the next step. */

import type { ButtonHTMLAttributes } from 'react';

const MANNERS = {
  plain: 'border-line-strong bg-surface text-text hover:bg-hover',
  primary: 'border-accent-solid bg-accent-solid text-on-accent hover:brightness-90',
  kill: 'border-danger-solid bg-danger-solid text-on-danger hover:brightness-90',
  ghost: 'border-transparent bg-transparent text-text-2 hover:bg-hover',
} as const;

const SIZES = {
  normal: 'h-control px-2.75 text-13',
  small: 'h-7 px-2.25 text-12 phone:h-9 phone:px-3 phone:text-13',
  icon: 'size-control p-0',
} as const;

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly manner?: keyof typeof MANNERS;
  readonly size?: keyof typeof SIZES;
}

export function Button({ manner = 'plain', size = 'normal', className = '', ...rest }: ButtonProps) {
  return <button type="button" className={`${buttonClass(manner, size)} ${className}`} {...rest} />;
}

/** For a link that looks like a button. */
export function buttonClass(manner: keyof typeof MANNERS = 'plain', size: keyof typeof SIZES = 'normal'): string {
  return `inline-flex shrink-0 cursor-pointer items-center justify-center gap-1.5 rounded-m border leading-none font-medium whitespace-nowrap no-underline hover:no-underline disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-muted disabled:brightness-100 ${SIZES[size]} ${MANNERS[manner]}`;
}

/** The key that does the same. On a button it is a hint for the eyes: what is read out is the button's name, and `aria-keyshortcuts`. */
export function Key({ children, className = '', isRead = false }: { children: string; className?: string; isRead?: boolean }) {
  return (
    <kbd
      aria-hidden={!isRead}
      className={`rounded-s border border-current px-1 font-sans text-[11px] leading-4 font-medium whitespace-nowrap ${className}`}
    >
      {children}
    </kbd>
  );
}
