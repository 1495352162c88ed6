/** Files that a page gives: asked first whether there is room for one more, so that a refusal is told on the page and is no broken download. */

import type { MouseEvent } from 'react';
import type { Problem } from '../../src/api/problem.ts';
import { spokenIn } from '../i18n/load.ts';
import { currentPreferences } from '../preferences.ts';
import { RequestProblem } from './requests.ts';
import { tellProblem } from './toasts.ts';

/** Of a link with `download`. A browser that is asked to open it elsewhere goes its own way. */
export function downloadIfRoom(event: MouseEvent<HTMLAnchorElement>): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  void download(event.currentTarget.href);
}

export async function download(address: string): Promise<void> {
  if (!(await hasRoom(address))) return;
  const link = document.createElement('a');
  Object.assign(link, { href: address, download: '' });
  link.click();
}

/** A refusal of a head has no words: it is asked for once more in full, and told. */
async function hasRoom(address: string): Promise<boolean> {
  const asked = (method: string) => fetch(address, { method, credentials: 'same-origin' });
  const { words } = spokenIn(currentPreferences().language);
  try {
    if ((await asked('HEAD')).ok) return true;
    const answer = await asked('GET');
    if (!answer.ok) throw new RequestProblem(answer.status, (await answer.json()) as Problem);
    await answer.body?.cancel();
    return true;
  } catch (error) {
    tellProblem(words.acts.refused, words.acts.refused, error);
    return false;
  }
}
