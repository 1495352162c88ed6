/** Tags and a note that the owner hangs on a run. */

import { type FormEvent, useState } from 'react';
import type { RunDetail } from '../../../src/api/research.ts';
import { Fault } from '../../accounts/fault.tsx';
import { useSpeech } from '../../i18n/words.ts';
import { ChangedMeanwhile, isSame } from '../../live/save-over.ts';
import { useRights } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { DiffView } from '../../parts/diff-view.tsx';
import { InputField } from '../../parts/field.tsx';
import { Tag } from '../../parts/tag.tsx';
import { type Noted, notedOf, useNotesSaving } from './runs.ts';
import { useResearchWords } from './words.ts';

const tagsIn = (text: string) => [...new Set(text.split(',').map((tag) => tag.trim()))].filter((tag) => tag !== '');

export function RunNotes({ run }: { run: RunDetail }) {
  const own = useResearchWords();
  const mayRun = useRights().includes('research.run');
  const { words } = useSpeech();
  const saving = useNotesSaving(run.id);
  const [typed, type] = useState<{ readonly tags: string; readonly note: string } | null>(null);
  // As it was when the typing began, or as it is known to be since.
  const [seen, see] = useState<Noted>(notedOf(run));
  const shown = typed ?? { tags: run.tags.join(', '), note: run.note };
  const change = (by: Partial<typeof shown>) => {
    if (typed === null) see(notedOf(run));
    type({ ...shown, ...by });
  };
  const wanted = { tags: tagsIn(shown.tags), note: shown.note };
  const save = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate(
      { typed: wanted, seen },
      {
        onSuccess: () => type(null),
        onError: (error) => error instanceof ChangedMeanwhile && see(notedOf(error.now as RunDetail)),
      },
    );
  };
  const isMeanwhile = saving.error instanceof ChangedMeanwhile;
  const isChanged = typed !== null && (isMeanwhile || !isSame(wanted, seen));
  const changes = [
    { path: own.run.tags, before: seen.tags.join(', '), after: wanted.tags.join(', ') },
    { path: own.run.note, before: seen.note, after: wanted.note },
  ].filter(({ before, after }) => before !== after);
  return (
    <Card id="notes" title={own.run.notes}>
      {mayRun ? (
        <form className="grid gap-3 px-4 py-3" onSubmit={save}>
          <InputField
            label={own.run.tags}
            help={own.run.tagsHelp}
            value={shown.tags}
            onChange={(event) => change({ tags: event.target.value })}
          />
          <label className="font-medium">
            <span className="block pb-1">{own.run.note}</span>
            <textarea
              rows={3}
              maxLength={4000}
              value={shown.note}
              onChange={(event) => change({ note: event.target.value })}
              className="block w-full rounded-m border border-field bg-surface px-2.5 py-1.5 font-normal text-text"
            />
          </label>
          {isMeanwhile && (
            <div className="grid gap-3" data-meanwhile>
              <Fault error={saving.error} />
              <DiffView changes={changes} caption={words.diff.place} />
            </div>
          )}
          <div>
            <Button type="submit" disabled={!isChanged || saving.isPending}>
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
