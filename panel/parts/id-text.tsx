/** An id or a code in monospace, copied by a click: it is what one searches the journal, the database and the log for. */

import { useState } from 'react';
import { useSpeech } from '../i18n/words.ts';

export function IdText({ id, short = false }: { id: string; short?: boolean }) {
  const { words } = useSpeech();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(id);
      setCopied(true);
      setTimeout(() => setCopied(false), 1200);
    } catch {
      // Without the clipboard the text can still be selected.
    }
  };
  const text = short && id.length > 14 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id;
  return (
    <button
      type="button"
      className="id cursor-copy text-left font-mono text-12 [overflow-wrap:anywhere] text-text-2 hover:text-accent"
      title={isCopied ? words.copied : `${id} · ${words.copy}`}
      onClick={copy}
    >
      {isCopied ? words.copied : text}
    </button>
  );
}
