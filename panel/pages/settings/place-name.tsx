/** What a place of a session is called in the page's language, with its path for who looks for it in the file. */

import { type ReactNode, useCallback } from 'react';
import { useSpeech } from '../../i18n/words.ts';
import { useSettingsForm } from './questions.ts';
import { useSettingsWords } from './words.ts';

interface Named {
  readonly label?: { readonly en: string; readonly es: string };
  readonly properties?: Readonly<Record<string, Named>>;
}

/** A place that no form has a name for is its path. */
export function usePlaceName(): (path: string) => ReactNode {
  const own = useSettingsWords();
  const { language } = useSpeech();
  const schemas = useSettingsForm().data?.schemas;
  return useCallback(
    (path: string) => {
      const name = nameOf(path);
      return name === null ? (
        path
      ) : (
        <>
          {name} <code className="block text-12 font-normal text-muted">{path}</code>
        </>
      );
      function nameOf(place: string): string | null {
        const [first = '', second = '', ...rest] = place.split('.');
        if (first === 'ladder') return own.rungs[second] ?? (second === '' ? own.ladder : null);
        if (first === 'strategies' && second !== '')
          return own.placeOfStrategy(Number(second) + 1, own.strategyPlaces[rest[0] ?? ''] ?? '', rest[1]);
        const found = Object.values(schemas ?? {}).map((schema) => within(schema as Named, place.split('.')));
        return found.find((named) => named?.label)?.label?.[language] ?? own.placeNames[first] ?? null;
      }
    },
    [own, language, schemas],
  );
}

const within = (named: Named | undefined, path: readonly string[]): Named | undefined =>
  path.reduce<Named | undefined>((at, name) => at?.properties?.[name], named);
