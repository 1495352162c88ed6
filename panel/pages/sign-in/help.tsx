/** The ways back in: a lost phone, a lock, a forgotten password. */

import type { ReactNode } from 'react';
import { useSignInWords } from './words.ts';

export function Help() {
  const words = useSignInWords();
  const name = words.yourName;
  return (
    <div className="grid gap-1 px-1">
      <Way title={words.lostPhone} text={words.lostPhoneText}>{`npx atalaya admin reset-second-factor ${name}`}</Way>
      <Way
        title={words.lockedOut}
        text={words.lockedOutText}
      >{`npx atalaya admin unlock ${name}\nnpx atalaya admin reset-password ${name}`}</Way>
    </div>
  );
}

function Way({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <details className="text-text-2">
      <summary className="cursor-pointer py-1.5">{title}</summary>
      <p className="pb-2">{text}</p>
      <pre className="mb-2 overflow-x-auto rounded-m border border-line bg-sunken px-3 py-2 select-all">{children}</pre>
    </details>
  );
}
