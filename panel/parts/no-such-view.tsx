/** Of an address below a page's own that names nothing there: said so, with the way back to the page. */

import { useLocation } from 'react-router';
import { useSpeech, type Words } from '../i18n/words.ts';
import { NotThere } from './states.tsx';

export function NoSuchView({ of, path }: { of: keyof Words['pages']; path: string }) {
  const { words } = useSpeech();
  const { pathname } = useLocation();
  const { title, text, goTo } = words.noSuchPage;
  return (
    <>
      <h1 className="sr-only">{title}</h1>
      <NotThere title={title} text={text} asked={pathname} back={{ to: path, text: goTo(words.pages[of].name) }} />
    </>
  );
}
