/** Whether the page is as narrow as a phone's. */

import { useSyncExternalStore } from 'react';

const PHONE = '(max-width: 720px)';

function onWidth(listener: () => void): () => void {
  const phone = matchMedia(PHONE);
  phone.addEventListener('change', listener);
  return () => phone.removeEventListener('change', listener);
}

/** What the server draws has room. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    onWidth,
    () => matchMedia(PHONE).matches,
    () => false,
  );
}
