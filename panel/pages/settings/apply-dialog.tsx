/** Before settings are changed: what changes, what that means for positions, orders and journal, the reason for it, and whether the trader starts with it now. */

import type { ReactNode } from 'react';
import type { SettingsPlan } from '../../../src/api/settings.ts';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { DiffView } from '../../parts/diff-view.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useSettingsWords } from './words.ts';

/** More than so many differences are opened by who wants to see them. */
const SHOWN = 6;

export function ApplyDialog({
  title,
  plan,
  why,
  onWhy,
  isBusy,
  onSave,
  onApply,
  onClose,
  children,
}: {
  title: string;
  /** Null while it is not known. */
  plan: SettingsPlan | null;
  why: string;
  onWhy: (why: string) => void;
  isBusy: boolean;
  onSave: () => void;
  onApply: () => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  const own = useSettingsWords();
  return (
    <ConfirmDialog
      title={title}
      consequences={plan ? consequencesOf(plan, own) : []}
      quiet={own.cancel}
      go={own.saveAndApply}
      isDisabled={plan === null || isBusy}
      between={
        <Button disabled={plan === null || isBusy || plan.differences.length + plan.newest.differences.length === 0} onClick={onSave}>
          {own.saveOnly}
        </Button>
      }
      onGo={onApply}
      onClose={onClose}
    >
      {plan && (
        <>
          {plan.remarks.map((remark) => (
            <p key={remark} className="pt-2 text-warn">
              {remark}
            </p>
          ))}
          {plan.differences.length > 0 && (
            <details className="pt-3" open={plan.differences.length <= SHOWN || undefined}>
              <summary className="cursor-pointer font-medium">
                {own.changes}: {own.places(plan.differences.length)}
              </summary>
              <div className="pt-2">
                <DiffView caption={own.changes} changes={plan.differences} nameOf={own.placeName} />
              </div>
            </details>
          )}
          {plan.newest.differences.length > 0 && (
            <section className="pt-3">
              <p className="font-medium text-warn">{own.overWaiting(plan.newest.version)}</p>
              <div className="pt-2">
                <DiffView caption={own.overWaiting(plan.newest.version)} changes={plan.newest.differences} nameOf={own.placeName} />
              </div>
            </section>
          )}
        </>
      )}
      <div className="pt-4">
        <TextField label={own.whyAsk} help={own.whyHelp} value={why} onChange={onWhy} maxLength={500} />
      </div>
      <div className="pt-3 empty:hidden">{children}</div>
    </ConfirmDialog>
  );
}

export function consequencesOf(plan: SettingsPlan, own: ReturnType<typeof useSettingsWords>): string[] {
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
