/** The pages that have been fetched. Each is a file of its own, with its words: a browser gets those it opens. */

import { type ComponentType, createElement, type LazyExoticComponent, lazy } from 'react';
import { loadWords } from '../i18n/load.ts';
import { currentPreferences } from '../preferences.ts';
import type { Page } from './pages.ts';

const MODULES = import.meta.glob<{ readonly default: ComponentType }>('./*/*-page.tsx');
const loaded = new Map<string, ComponentType>();
const lazily = new Map<string, LazyExoticComponent<ComponentType>>();

/** Throws where the file can't be fetched, which is so after an upgrade: the old one is gone. */
export async function loadPage(page: Page): Promise<ComponentType> {
  const known = loaded.get(page.path);
  if (known) return known;
  const load = MODULES[page.file.replace('pages/', './')];
  if (!load) throw new Error(`expected a module ${page.file} for the page ${page.path}, found none`);
  const [{ default: component }, { Questions }] = await Promise.all([
    load(),
    import('../live/questions.tsx'),
    loadWords(currentPreferences().language),
  ]);
  const asking: ComponentType = () => <Questions>{createElement(component)}</Questions>;
  loaded.set(page.path, asking);
  return asking;
}

/** The page as it can be drawn now: at once where it has been fetched, else as soon as it is. */
export function pageComponent(page: Page): ComponentType {
  const known = lazily.get(page.path);
  if (known) return known;
  const ready = loaded.get(page.path);
  if (ready) return ready;
  const made = lazy(async () => ({ default: await loadPage(page) }));
  lazily.set(page.path, made);
  return made;
}

/** After a failure: the next attempt fetches again. */
export function forgetPage(page: Page): void {
  lazily.delete(page.path);
}
