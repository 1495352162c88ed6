/** Copies a text, and says for a moment that it did. */

import { useState } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

const TOLD_MS = 1500;

export function CopyButton({ text, copy, copied }: { text: string; copy: string; copied: string }) {
  const [isCopied, setCopied] = useState(false);
  const put = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without the clipboard the text can still be selected.
      return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), TOLD_MS);
  };
  return (
    <Button onClick={put}>
      <Icon name={isCopied ? 'check' : 'copy'} />
      <span aria-live="polite">{isCopied ? copied : copy}</span>
    </Button>
  );
}
