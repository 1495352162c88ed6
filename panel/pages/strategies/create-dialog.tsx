/** A new strategy from the template: a name, and from then on a file to be edited on the machine. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../../api/client.ts';
import { toldProblem } from '../../i18n/told.ts';
import { useSpeech } from '../../i18n/words.ts';
import { RequestProblem } from '../../live/requests.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { InputField } from '../../parts/field.tsx';
import { useSteeringWords } from './steering-words.ts';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export function CreateDialog({ onClose }: { onClose: () => void }) {
  const { words } = useSpeech();
  const own = useSteeringWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const create = useMutation({
    mutationFn: (id: string) => call('strategies.create', { body: { id } }),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: ['strategies'] });
      // Its page begins with a check of it.
      void navigate(`/strategies/${id}?check=now`);
    },
  });
  const problem = create.error instanceof RequestProblem ? create.error.problem : null;
  const fault =
    name !== '' && !NAME.test(name)
      ? own.nameFault
      : create.isError
        ? problem
          ? (own.nameProblems[problem.code] ?? toldProblem(problem))
          : words.acts.unknown
        : null;
  return (
    <Dialog
      title={own.createTitle}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{own.stay}</Button>
          <Button manner="primary" type="submit" form="create-strategy" disabled={!NAME.test(name) || create.isPending}>
            {own.createGo}
          </Button>
        </>
      }
    >
      <form
        id="create-strategy"
        onSubmit={(event) => {
          event.preventDefault();
          if (NAME.test(name)) create.mutate(name);
        }}
      >
        <p className="pb-3 text-text-2">{own.createText}</p>
        <InputField
          data-first
          label={own.newName}
          help={own.newNameHelp}
          fault={fault}
          value={name}
          maxLength={60}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => {
            setName(event.target.value);
            create.reset();
          }}
        />
      </form>
    </Dialog>
  );
}
