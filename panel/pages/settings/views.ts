/** Every view of the settings, once: the tabs and their addresses are drawn from this table. A new view is a row here and its name in the words. */

import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

export interface SettingsView {
  /** Its name is `words.views[name]`. */
  readonly name: 'session' | 'limits' | 'secrets' | 'notifications' | 'history';
  readonly path: string;
  readonly View: ComponentType | LazyExoticComponent<ComponentType>;
}

export const VIEWS: readonly [SettingsView, ...SettingsView[]] = [
  { name: 'session', path: '/settings', View: lazy(() => import('./session-view.tsx')) },
  { name: 'limits', path: '/settings/limits', View: lazy(() => import('./limits-view.tsx')) },
  { name: 'secrets', path: '/settings/secrets', View: lazy(() => import('./secrets-view.tsx')) },
  { name: 'notifications', path: '/settings/notifications', View: lazy(() => import('./notifications-view.tsx')) },
  { name: 'history', path: '/settings/history', View: lazy(() => import('./history-view.tsx')) },
];

/** The view of an address: its own, or one below it (the session's form is at /settings/change and /settings/new). */
export function viewAt(path: string): SettingsView {
  const found = VIEWS.filter((view) => path === view.path || path.startsWith(`${view.path}/`));
  return found.sort((a, b) => b.path.length - a.path.length)[0] ?? VIEWS[0];
}
