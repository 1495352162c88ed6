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

const FORMS: readonly string[] = ['/settings/change', '/settings/new'];

/** The view of an address; the session's has its form at two of its own. */
export const viewAt = (path: string): SettingsView | undefined =>
  FORMS.includes(path) ? VIEWS[0] : VIEWS.find((view) => view.path === path);
