/** Where files come in: dropped or chosen, each with its form. */

import { type DragEvent, useRef, useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { FileImport } from './file-import.tsx';
import { useDataWords } from './words.ts';

interface Given {
  readonly id: number;
  readonly file: File;
}

let nextId = 1;

export function FileImports() {
  const own = useDataWords();
  const chooser = useRef<HTMLInputElement>(null);
  const [given, setGiven] = useState<readonly Given[]>([]);
  const [isOver, setOver] = useState(false);
  const add = (files: FileList | null) => setGiven((before) => [...before, ...[...(files ?? [])].map((file) => ({ id: nextId++, file }))]);
  const over = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    add(event.dataTransfer.files);
  };
  return (
    <Card id="import" title={own.import.title} sub={own.import.told}>
      <fieldset
        aria-label={own.import.title}
        data-drop
        onDragEnter={over}
        onDragOver={over}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`m-4 flex min-w-0 flex-wrap items-center justify-center gap-x-3 gap-y-2 rounded-l border-2 border-dashed px-4 py-5 text-text-2 ${isOver ? 'border-accent bg-accent-soft' : 'border-line-strong'}`}
      >
        <Icon name="upload" className="size-5 text-muted" />
        <span className="phone:hidden">{isOver ? own.import.dropNow : own.import.drop}</span>
        <Button onClick={() => chooser.current?.click()}>{own.import.choose}</Button>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          aria-label={own.import.choose}
          onChange={(event) => {
            add(event.target.files);
            // The same file can be chosen again.
            event.target.value = '';
          }}
        />
      </fieldset>
      {given.map(({ id, file }) => (
        <FileImport key={id} file={file} onClose={() => setGiven((before) => before.filter((each) => each.id !== id))} />
      ))}
    </Card>
  );
}
