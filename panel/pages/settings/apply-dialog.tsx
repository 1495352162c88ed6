/** Before settings are changed or applied: what changes, what versions that wait would lose, what it means for positions, orders and journal, and whether the trader starts with it now. */

import type { ReactNode } from 'react';
import type { SettingsPlan } from '../../../src/api/settings.ts';
import { withTimes } from '../../i18n/told-times.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { DiffView } from '../../parts/diff-view.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { usePlaceName } from './place-name.tsx';
import { useSettingsWords } from './words.ts';

/** More than so many differences are opened by who wants to see them. */
const SHOWN = 6;

export function ApplyDialog({
  title,
  plan,
  saving,
  isBusy,
  onApply,
  onClose,
  children,
}: {
  title: string;
  /** Null while it is not known. */
  plan: SettingsPlan | null;
  /** A new version with its reason; without it one that is there is applied. */
  saving?: { readonly why: string; readonly onWhy: (why: string) => void; readonly onSave: () => void };
  isBusy: boolean;
  onApply: () => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  const own = useSettingsWords();
  const placeName = usePlaceName();
  const speech = useSpeech();
  const { language } = speech;
  return (
    <ConfirmDialog
      title={title}
      consequences={plan ? consequencesOf(plan, own) : []}
      quiet={own.cancel}
      go={saving ? own.saveAndApply : own.applyNow}
      isDisabled={plan === null || isBusy}
      between={
        saving && (
          <Button
            disabled={plan === null || isBusy || plan.differences.length + plan.newest.differences.length === 0}
            onClick={saving.onSave}
          >
            {own.saveOnly}
          </Button>
        )
      }
      onGo={onApply}
      onClose={onClose}
    >
      {plan && (
        <>
          {plan.remarks.map((remark) => (
            <p key={remark.en} className="pt-2 text-warn">
              {withTimes(remark[language], speech)}
            </p>
          ))}
          {plan.differences.length > 0 && (
            <details className="pt-3" open={plan.differences.length <= SHOWN || undefined}>
              <summary className="cursor-pointer font-medium">
                {own.changes}: {own.places(plan.differences.length)}
              </summary>
              <div className="pt-2">
                <DiffView caption={own.changes} changes={plan.differences} nameOf={placeName} />
              </div>
            </details>
          )}
          {waiting(plan, own).map(({ words, differences }) => (
            <section key={words} className="pt-3">
              <p className="font-medium text-warn">{words}</p>
              <div className="pt-2">
                <DiffView caption={words} changes={differences} nameOf={placeName} />
              </div>
            </section>
          ))}
        </>
      )}
      {saving && (
        <div className="pt-4">
          <TextField label={own.whyAsk} help={own.whyHelp} value={saving.why} onChange={saving.onWhy} maxLength={500} />
        </div>
      )}
      <div className="pt-3 empty:hidden">{children}</div>
    </ConfirmDialog>
  );
}

/** The newest as a whole, those before it by what each was saved for. */
const waiting = ({ newest, passedOver }: SettingsPlan, own: ReturnType<typeof useSettingsWords>) => [
  ...(newest.differences.length > 0 ? [{ words: own.overWaiting(newest.version), differences: newest.differences }] : []),
  ...passedOver.map(({ version, differences }) => ({ words: own.passedOver(version), differences })),
];

function consequencesOf(plan: SettingsPlan, own: ReturnType<typeof useSettingsWords>): string[] {
  const { effect, journal, account, left, world, supervised } = plan;
  if (effect === 'none') return [own.plan.none];
  return [
    own.plan.restart,
    own.plan.journals[journal](account),
    ...(left === null ? [] : [own.plan.left(left.account, left.positions, left.orders, world === 'real')]),
    own.plan.back,
    ...(supervised ? [] : [own.plan.unsupervised]),
  ];
}
