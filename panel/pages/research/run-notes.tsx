/** Tags and a note that the owner hangs on a run. */

import { type FormEvent, useState } from 'react';
import type { RunDetail } from '../../../src/api/research.ts';
import { useRights } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { InputField } from '../../parts/field.tsx';
import { Tag } from '../../parts/tag.tsx';
import { useNoting } from './runs.ts';
import { useResearchWords } from './words.ts';

export function RunNotes({ run }: { run: RunDetail }) {
  const own = useResearchWords();
  const mayRun = useRights().includes('research.run');
  const [tags, setTags] = useState(run.tags.join(', '));
  const [note, setNote] = useState(run.note);
  const noting = useNoting(run.id);
  const words = tags.split(',').map((tag) => tag.trim());
  const save = (event: FormEvent) => {
    event.preventDefault();
    noting.mutate({ tags: [...new Set(words.filter((tag) => tag !== ''))], note });
  };
  const isChanged = tags !== run.tags.join(', ') || note !== run.note;
  return (
    <Card id="notes" title={own.run.notes}>
      {mayRun ? (
        <form className="grid gap-3 px-4 py-3" onSubmit={save}>
          <InputField label={own.run.tags} help={own.run.tagsHelp} value={tags} onChange={(event) => setTags(event.target.value)} />
          <label className="font-medium">
            <span className="block pb-1">{own.run.note}</span>
            <textarea
              rows={3}
              maxLength={4000}
              value={note}
              onChange={(event) => setNote(event.target.value)}
              className="block w-full rounded-m border border-field bg-surface px-2.5 py-1.5 font-normal text-text"
            />
          </label>
          <div>
            <Button type="submit" disabled={!isChanged || noting.isPending}>
              {own.run.save}
            </Button>
          </div>
        </form>
      ) : (
        <div className="px-4 py-3">
          {run.tags.map((tag) => (
            <Tag key={tag} text={tag} />
          ))}
          <p className="whitespace-pre-wrap">{run.note || '–'}</p>
        </div>
      )}
    </Card>
  );
}
