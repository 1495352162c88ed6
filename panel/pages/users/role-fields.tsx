/** The role of a user, with what it may do; and the parts a viewer is shown. */

import { PARTS, ROLES, type Role } from '../../../src/api/roles.ts';
import { useRightsWords } from '../../accounts/rights-words.ts';
import { useSpeech } from '../../i18n/words.ts';
import { FIELD } from '../../parts/text-field.tsx';
import { useUsersWords } from './words.ts';

export interface RoleWish {
  readonly role: Role;
  readonly parts: readonly (typeof PARTS)[number][];
}

export function RoleFields({ wish, onChange }: { wish: RoleWish; onChange: (wish: RoleWish) => void }) {
  const own = useUsersWords();
  const { words } = useSpeech();
  const rights = useRightsWords();
  return (
    <>
      <label className="grid w-full gap-1">
        <span className="font-medium">{own.role}</span>
        <select
          className={`${FIELD} border-field`}
          value={wish.role}
          onChange={(event) => onChange({ ...wish, role: event.target.value as Role })}
        >
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {words.roles[role]}
            </option>
          ))}
        </select>
        <span className="text-12 text-muted">{rights.roles[wish.role]}</span>
      </label>
      {wish.role === 'viewer' && (
        <fieldset className="flex flex-wrap gap-x-4 gap-y-1.5">
          <legend className="pb-1 font-medium">{own.parts}</legend>
          {PARTS.map((part) => (
            <label key={part} className="flex cursor-pointer items-center gap-2">
              <input
                type="checkbox"
                className="size-4 accent-accent-solid"
                checked={wish.parts.includes(part)}
                onChange={(event) =>
                  onChange({ ...wish, parts: event.target.checked ? [...wish.parts, part] : wish.parts.filter((each) => each !== part) })
                }
              />
              {words.parts[part]}
            </label>
          ))}
        </fieldset>
      )}
    </>
  );
}
