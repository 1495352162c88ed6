/** Where the focus goes when what has it is taken off the page, a row that was revoked or a step that is done: to what held it, instead of to nowhere. */

import { useEffect } from 'react';

/** What is told by a name when it gets the focus. */
const HOLDERS = 'section[aria-label], section[aria-labelledby], article[aria-label], fieldset, [role=dialog], main';

export function useKeptFocus(): void {
  useEffect(() => {
    let holders: HTMLElement[] = [];
    let focused: Element | null = null;
    let path = '';
    const onFocus = ({ target }: FocusEvent) => {
      focused = target as Element;
      path = location.pathname;
      holders = [];
      for (let at = focused.parentElement; at; at = at.parentElement) if (at.matches(HOLDERS)) holders.push(at);
    };
    const look = () => {
      if (!focused || focused.isConnected) return;
      focused = null;
      // Whoever took it away may have put the focus somewhere itself, and another page has a place for it.
      if (document.activeElement !== document.body || location.pathname !== path) return;
      const holder = holders.find((each) => each.isConnected && each.closest('[inert]') === null);
      if (!holder) return;
      if (!holder.hasAttribute('tabindex')) holder.tabIndex = -1;
      holder.focus({ preventScroll: true });
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document.body, { childList: true, subtree: true });
    addEventListener('focusin', onFocus);
    return () => {
      watcher.disconnect();
      removeEventListener('focusin', onFocus);
    };
  }, []);
}
