/** Says to screen readers, on every page and once, how trading stands when that has changed: another mode, a lost line, prices that stopped. */

import { useEffect, useRef, useState } from 'react';
import { sentenceOf } from '../blocks/state-sentence.tsx';
import { loadWords } from '../i18n/load.ts';
import { useSpeech } from '../i18n/words.ts';
import { useFeedAge, useNow, usePanelState, useSnapshot } from '../live/session.ts';
import { currentPreferences } from '../preferences.ts';

/** The sentence has words that a page brings with it: it waits for them, instead of failing the page that has others. */
export function Announcer() {
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    loadWords(currentPreferences().language).then(
      () => setReady(true),
      () => undefined,
    );
  }, []);
  return isReady ? <Said /> : null;
}

function Said() {
  const { tone, title } = sentenceOf(useSpeech(), usePanelState(), useSnapshot(), useFeedAge(), useNow());
  // An age runs on without anything having changed: it is told as it was when something did.
  const told = title.replace(/\d[\d.,]* (s|min|h)\b.*/, '');
  const whole = useRef(title);
  whole.current = title;
  const isAlarm = tone === 'danger' || tone === 'warn';
  const [said, say] = useState({ text: '', isAlarm: false });
  // How it stood when the page was opened is read there.
  const before = useRef(told);
  useEffect(() => {
    if (before.current === told) return;
    before.current = told;
    say({ text: whole.current, isAlarm });
  }, [told, isAlarm]);
  return (
    <>
      <p className="sr-only" aria-live="polite" data-said="calm">
        {said.isAlarm ? '' : said.text}
      </p>
      <p className="sr-only" aria-live="assertive" data-said="alarm">
        {said.isAlarm ? said.text : ''}
      </p>
    </>
  );
}
