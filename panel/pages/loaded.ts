/** The pages that have been fetched. Each is a file of its own: a browser gets those it opens. */

import { type ComponentType, useEffect, useState } from 'react';
import { useIsAlive } from '../live/session.ts';
import type { Page } from './pages.ts';

const MODULES = import.meta.glob<{ readonly default: ComponentType }>('./*/*-page.tsx');
const loaded = new Map<string, ComponentType>();

/** Throws where the file can't be fetched, which is so after an upgrade: the old one is gone. */
export async function loadPage(page: Page): Promise<ComponentType> {
  const known = loaded.get(page.path);
  if (known) return known;
  const load = MODULES[page.file.replace('pages/', './')];
  if (!load) throw new Error(`expected a module ${page.file} for the page ${page.path}, found none`);
  const { default: component } = await load();
  loaded.set(page.path, component);
  return component;
}

/** The page's component once it is there; null while it comes, 'failed' when it does not. */
export function useLoadedPage(page: Page): ComponentType | 'failed' | null {
  const [failed, setFailed] = useState<Page | null>(null);
  const [, setArrived] = useState<Page | null>(null);
  const isAlive = useIsAlive();
  // What the server has not drawn is not in the picture that comes alive.
  const component = isAlive || page.isDrawnByServer ? loaded.get(page.path) : undefined;
  useEffect(() => {
    let isOver = false;
    if (!loaded.has(page.path))
      loadPage(page).then(
        () => !isOver && setArrived(page),
        () => !isOver && setFailed(page),
      );
    return () => {
      isOver = true;
    };
  }, [page]);
  return component ?? (failed === page ? 'failed' : null);
}
