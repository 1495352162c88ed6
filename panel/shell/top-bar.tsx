/** Always in sight: the way to everything, connection, time, mode, what needs the owner, and the acts that stop. The acts never move and never wait. */

import { clock, day } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';
import { type GuardedAct, mayAct, RIGHT_OF_ACT, rolesWith } from '../live/may-act.ts';
import { useNeeds } from '../live/needs.ts';
import { useFeedAge, useNow, usePanelState, useRights, useSnapshot, useStatus } from '../live/session.ts';
import { Button, Key } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { ModeChip } from '../parts/mode-chip.tsx';
import { type DotState, StatusDot } from '../parts/status-dot.tsx';
import { restartNow } from './acts.ts';
import { openDialogName, showDialog } from './open-dialog.ts';

export function TopBar() {
  const { words } = useSpeech();
  const { account, mode } = useSnapshot().status;
  return (
    <header
      id="top-bar"
      className="sticky top-band z-55 flex h-top items-center gap-3 border-b border-line bg-surface pr-gutter phone:gap-1.5 phone:px-3"
    >
      <span className="flex h-full w-rail shrink-0 items-center gap-2.25 border-r border-line px-4 text-14 font-semibold tracking-tight narrow:w-rail-slim narrow:justify-center narrow:px-0 phone:hidden">
        <Icon name="tower" className="size-5 text-accent" />
        <span className="narrow:hidden">{words.app.name}</span>
      </span>
      <span className="min-w-0 truncate pl-3 font-medium max-[820px]:hidden">
        {account.accountId} <span className="text-muted">{account.currency}</span>
      </span>
      <button
        type="button"
        className="flex h-control w-58 min-w-0 cursor-pointer items-center gap-2 rounded-m border border-line bg-sunken px-2.5 text-muted hover:border-line-strong narrow:w-auto phone:hidden"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => showDialog('palette')}
      >
        <Icon name="search" />
        <span className="min-w-0 truncate narrow:hidden">{words.palette.open}</span>
        <Key className="ml-auto narrow:hidden">{words.palette.keys}</Key>
        <span className="sr-only wide:hidden">{words.palette.open}</span>
      </button>
      <span className="flex-1 phone:hidden" />
      <Connection />
      <Clock />
      <span className="mr-auto shrink-0 desk:mr-0">
        <ModeChip mode={mode.name} />
      </span>
      <Bell />
      <Restart />
      <Kill />
    </header>
  );
}

/** What the visitor may not do stands there switched off, and says who can. */
function useGuard(act: GuardedAct): { readonly disabled?: true; readonly title?: string } {
  const { words } = useSpeech();
  if (mayAct(useRights(), act)) return {};
  const roles = rolesWith(RIGHT_OF_ACT[act]).map((role) => words.roles[role]);
  return { disabled: true, title: words.acts.notYours(roles.join(', ')) };
}

function Kill() {
  const { words } = useSpeech();
  const guard = useGuard('kill');
  return (
    <Button
      manner="kill"
      data-act="kill"
      aria-keyshortcuts="Shift+K"
      className="phone:px-2"
      title={words.acts.killTitle}
      onClick={() => showDialog('kill')}
      {...guard}
    >
      <Icon name="kill" className="max-[420px]:hidden" />
      {words.acts.kill}
      <Key className="max-[1240px]:hidden">⇧K</Key>
    </Button>
  );
}

function Connection() {
  const { words } = useSpeech();
  const { link, trader } = usePanelState();
  const { feed } = useStatus();
  const { isStale } = useFeedAge();
  const [dot, told] = connectionOf();

  function connectionOf(): readonly [DotState, string] {
    if (link === 'connecting') return ['off', words.link.connecting];
    if (link !== 'live') return ['bad', words.link.reconnecting];
    // A line to a server whose trader is away, or has no prices, shows nothing live.
    if (trader?.state === 'silent') return ['bad', words.trader.chipSilent];
    if (trader?.state === 'stopped') return ['bad', words.trader.chipStopped];
    if (feed.state === 'down') return ['bad', words.link.noPrices];
    return isStale ? ['stale', words.link.oldPrices] : ['ok', words.link.live];
  }

  return (
    <span className="shrink-0 whitespace-nowrap text-text-2 max-[900px]:hidden">
      <StatusDot state={dot}>{told}</StatusDot>
    </span>
  );
}

/** The market's time in a replay, the present otherwise; in the account's zone. */
function Clock() {
  const { language, zone } = useSpeech();
  const { feed } = useSnapshot().status;
  const now = useNow();
  const at = feed.replayed ? feed.at : now;
  if (at === null) return null;
  return (
    <time
      id="clock"
      className="flex shrink-0 gap-1.5 border-l border-line pl-3 whitespace-nowrap text-text-2 max-[1020px]:hidden"
      dateTime={new Date(at).toISOString()}
      title={`${new Date(at).toISOString()} (UTC)`}
      suppressHydrationWarning
    >
      <span suppressHydrationWarning>{day(language, at, zone)}</span>
      <b className="font-medium text-text" suppressHydrationWarning>
        {clock(language, at, zone)}
      </b>
      <span>{zone}</span>
    </time>
  );
}

/** How many things need the owner, and the gravest of them by its colour. */
function Bell() {
  const { words } = useSpeech();
  const needs = useNeeds();
  const isGrave = needs.some((need) => need.severity === 'danger');
  return (
    <Button
      size="icon"
      id="bell"
      className="relative"
      aria-label={words.needs.bell(needs.length)}
      title={words.needs.bell(needs.length)}
      onClick={() => showDialog(openDialogName() === 'needs' ? null : 'needs')}
    >
      <Icon name="bell" />
      {needs.length > 0 && (
        <span
          aria-hidden="true"
          className={`absolute -top-1.5 -right-1.5 min-w-4 rounded-full px-1 text-center text-[11px] leading-4 font-semibold ${isGrave ? 'bg-danger-solid text-on-danger' : 'bg-[var(--mode-pause-bg)] text-[var(--on-mode-pause)]'}`}
        >
          {needs.length}
        </span>
      )}
    </Button>
  );
}

/** Pause while trading; resume or reset while stopped. */
function Restart() {
  const { words } = useSpeech();
  const act = restartNow(useSnapshot().status);
  const guard = useGuard(act);
  return (
    <Button
      data-act={act}
      {...(act !== 'reset' && { 'aria-keyshortcuts': 'Shift+P' })}
      className="phone:px-2"
      onClick={() => showDialog(act)}
      {...guard}
    >
      <Icon name={act === 'pause' ? 'pause' : 'play'} className="phone:hidden max-[380px]:block" />
      <span className="max-[380px]:sr-only">{words.acts[act]}</span>
      {act !== 'reset' && <Key className="max-[1240px]:hidden">⇧P</Key>}
    </Button>
  );
}
