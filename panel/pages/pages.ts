/** Every page of the panel, once: rail, bottom bar, command palette, shortcuts and routes are drawn from this table. A new page is a file `pages/NAME/NAME-page.tsx` with a default export, and a row here. */

import type { Right } from '../../src/api/roles.ts';
import type { FirstState } from '../first-state.ts';
import type { Words } from '../i18n/words.ts';
import type { IconName } from '../parts/icon.tsx';

export interface Page {
  readonly path: string;
  /** Its module, from the panel's folder. */
  readonly file: string;
  /** Its name and what it is for are `words.pages[name]`. */
  readonly name: keyof Words['pages'];
  /** Heading it stands under in the rail; `alone` pages have neither rail nor bars. */
  readonly section: 'trading' | 'research' | 'money' | 'system' | 'alone';
  readonly icon: IconName;
  /** Pressed after `g`. */
  readonly key: string;
  /** Without it the page is not offered, and says who can. */
  readonly right: Right;
  /** Has a place in the bottom bar of a phone; the first four do. */
  readonly onPhone: boolean;
  /** It has addresses below its own, and says itself where one names nothing. */
  readonly hasMore?: true;
  /** The server draws it whole; others begin as grey shapes. */
  readonly isDrawnByServer: boolean;
}

export const PAGES: readonly [Page, ...Page[]] = [
  {
    path: '/',
    file: 'pages/overview/overview-page.tsx',
    name: 'overview',
    section: 'trading',
    icon: 'home',
    key: 'o',
    right: 'trading.read',
    onPhone: true,
    isDrawnByServer: true,
  },
  {
    path: '/trading',
    file: 'pages/trading/trading-page.tsx',
    name: 'trading',
    section: 'trading',
    icon: 'candles',
    key: 't',
    right: 'trading.read',
    onPhone: true,
    isDrawnByServer: false,
  },
  {
    path: '/risk',
    file: 'pages/risk/risk-page.tsx',
    name: 'risk',
    section: 'trading',
    icon: 'shield',
    key: 'x',
    right: 'risk.read',
    onPhone: true,
    isDrawnByServer: false,
  },
  {
    path: '/research',
    file: 'pages/research/research-page.tsx',
    name: 'research',
    section: 'research',
    icon: 'flask',
    key: 'r',
    right: 'research.read',
    onPhone: false,
    hasMore: true,
    isDrawnByServer: false,
  },
  {
    path: '/research/data',
    file: 'pages/data/data-page.tsx',
    name: 'data',
    section: 'research',
    icon: 'layers',
    key: 'd',
    right: 'research.read',
    onPhone: false,
    hasMore: true,
    isDrawnByServer: false,
  },
  {
    path: '/strategies',
    file: 'pages/strategies/strategies-page.tsx',
    name: 'strategies',
    section: 'research',
    icon: 'code',
    key: 's',
    right: 'research.read',
    onPhone: false,
    hasMore: true,
    isDrawnByServer: false,
  },
  {
    path: '/Investment-portfolio',
    file: 'pages/portfolio/portfolio-page.tsx',
    name: 'portfolio',
    section: 'money',
    icon: 'table',
    key: 'p',
    right: 'portfolio.read',
    onPhone: false,
    hasMore: true,
    isDrawnByServer: false,
  },
  {
    path: '/system',
    file: 'pages/system/system-page.tsx',
    name: 'system',
    section: 'system',
    icon: 'server',
    key: 'y',
    right: 'system.read',
    onPhone: false,
    isDrawnByServer: false,
  },
  {
    path: '/system/logs',
    file: 'pages/logs/logs-page.tsx',
    name: 'logs',
    section: 'system',
    icon: 'lines',
    key: 'l',
    right: 'system.read',
    onPhone: false,
    isDrawnByServer: false,
  },
  {
    path: '/system/jobs',
    file: 'pages/jobs/jobs-page.tsx',
    name: 'jobs',
    section: 'system',
    icon: 'tasks',
    key: 'w',
    right: 'research.read',
    onPhone: false,
    isDrawnByServer: false,
  },
  {
    path: '/journal',
    file: 'pages/journal/journal-page.tsx',
    name: 'journal',
    section: 'trading',
    icon: 'list',
    key: 'j',
    right: 'trading.read',
    onPhone: true,
    hasMore: true,
    isDrawnByServer: false,
  },
  {
    path: '/account',
    file: 'pages/account/account-page.tsx',
    name: 'account',
    section: 'system',
    icon: 'person',
    key: 'a',
    right: 'self',
    onPhone: false,
    isDrawnByServer: false,
  },
  {
    path: '/system/users',
    file: 'pages/users/users-page.tsx',
    name: 'users',
    section: 'system',
    icon: 'people',
    key: 'u',
    right: 'users.read',
    onPhone: false,
    isDrawnByServer: false,
  },
  {
    path: '/system/tokens',
    file: 'pages/tokens/tokens-page.tsx',
    name: 'tokens',
    section: 'system',
    icon: 'key',
    key: 'k',
    right: 'users.read',
    onPhone: false,
    isDrawnByServer: false,
  },
  {
    path: '/system/audit',
    file: 'pages/audit/audit-page.tsx',
    name: 'audit',
    section: 'system',
    icon: 'sealed',
    key: 'i',
    right: 'audit.read',
    onPhone: false,
    isDrawnByServer: false,
  },
  {
    path: '/settings',
    file: 'pages/settings/settings-page.tsx',
    name: 'settings',
    section: 'system',
    icon: 'gear',
    key: 'e',
    right: 'system.read',
    onPhone: false,
    hasMore: true,
    isDrawnByServer: false,
  },
  {
    path: '/sign-in',
    file: 'pages/sign-in/sign-in-page.tsx',
    name: 'signIn',
    section: 'alone',
    icon: 'key',
    key: '',
    right: 'self',
    onPhone: false,
    isDrawnByServer: true,
  },
  {
    path: '/setup',
    file: 'pages/setup/setup-page.tsx',
    name: 'setup',
    section: 'alone',
    icon: 'tower',
    key: '',
    right: 'self',
    onPhone: false,
    isDrawnByServer: false,
  },
];

/** The page whose file is needed at once: whoever has not entered is shown no other than those that stand alone. */
export function firstPage({ path, page: { entered } }: FirstState): Page | undefined {
  const page = pageAt(path);
  return entered || page?.section === 'alone' ? page : undefined;
}

/** The pages a visitor is offered, in the order of the rail. */
export function pagesFor(rights: readonly Right[]): readonly Page[] {
  return PAGES.filter((page) => page.section !== 'alone' && rights.includes(page.right));
}

/** Where a visitor begins: the overview, or the first page that is offered. */
export function homeFor(rights: readonly Right[]): Page {
  return pagesFor(rights)[0] ?? PAGES[0];
}

/** The page of an address: its own path, or one below it where it has some; the most exact where two are. */
export function pageAt(path: string): Page | undefined {
  const pages = PAGES.filter(
    (page) => page.path === path || `${page.path}/` === path || (page.hasMore && path.startsWith(`${page.path}/`)),
  );
  return pages.sort((a, b) => b.path.length - a.path.length)[0];
}
