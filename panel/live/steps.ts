/** The browser's steps back and forward: each dialog is a place of the history over its page, so that the way back closes it, and is gone again when it closes by itself. */

import { useContext, useEffect, useLayoutEffect, useRef } from 'react';
import { type Navigator, UNSAFE_NavigationContext } from 'react-router';

/** A browser that loses a step must not hold the links back for ever. */
const PATIENCE_MS = 1_000;

/** What closes them, lowest first. */
const open: (() => void)[] = [];
/** Where the browser stands: the number of the place in this tab, as the router counts it, and how many places of dialogs it is over its page. */
let place = 0;
let over = 0;
/** A step taken here, of which no page is to hear. */
let travelling: ReturnType<typeof setTimeout> | null = null;
/** Links followed meanwhile: they lead away from the page, not from a dialog. */
const waiting: (() => void)[] = [];
/** Of the form that is open, if one is. */
let guard: ((event: PopStateEvent) => void) | null = null;

const placeOf = (state: unknown): number => (state as { readonly idx?: number } | null)?.idx ?? 0;
const overOf = (state: unknown): number => (state as { readonly over?: number } | null)?.over ?? 0;

/** The number of the page's place, whatever is open over it. */
export const pagePlaceOf = (state: unknown): number => placeOf(state) - overOf(state);

/** Hears of each step that leads to another page, before the router does. */
export function guardSteps(listener: typeof guard): void {
  guard = listener;
}

/** To be called before the router listens: of a window's listeners the first is heard first. */
export function watchSteps(): void {
  addEventListener('popstate', stepped);
  stand();
  // A page loaded anew has no dialog over it any more.
  settle();
}

function stand(): void {
  place = placeOf(history.state);
  over = overOf(history.state);
}

function stepped(event: PopStateEvent): void {
  const [page, before] = [place - over, over];
  const isSamePage = event.state !== null && pagePlaceOf(event.state) === page;
  const isOwn = travelling !== null;
  if (travelling !== null) clearTimeout(travelling);
  travelling = null;
  stand();
  if (isSamePage && (isOwn || over !== before)) event.stopImmediatePropagation();
  else guard?.(event);
  if (isOwn) settle();
  else close(isSamePage ? over : 0, isSamePage);
}

/** Closes what is over so many of this page. What stays open, for an act under way, gets its place again: it is still there, one step on. */
function close(left: number, isSamePage: boolean): void {
  for (const closes of open.slice(left).reverse()) closes();
  setTimeout(() => {
    if (isSamePage && travelling === null && over === left && over < open.length) travel(open.length - over);
    else settle();
  });
}

/** Brings the history to what is open: one place for each. */
function settle(): void {
  if (travelling !== null) return;
  const wanted = waiting.length > 0 ? 0 : open.length;
  if (over > wanted) return travel(wanted - over);
  if (waiting.length > 0) {
    for (const follow of waiting.splice(0)) follow();
    // What closes with its page is closed by then.
    setTimeout(settle);
    return;
  }
  for (; over < wanted; stand()) history.pushState({ ...history.state, idx: placeOf(history.state) + 1, over: over + 1 }, '');
}

function travel(steps: number): void {
  travelling = setTimeout(() => {
    travelling = null;
    over = 0;
    settle();
  }, PATIENCE_MS);
  history.go(steps);
}

/** While it is there, the browser's way back calls `onBack`; who does not close at that stays. */
export function useBackCloses(onBack: () => void, hasPlace = true): void {
  const latest = useRef(onBack);
  latest.current = onBack;
  useEffect(() => {
    if (!hasPlace) return;
    const closes = () => latest.current();
    open.push(closes);
    // After everything that opens or closes in the same moment: one dialog in the place of another takes its place.
    queueMicrotask(settle);
    return () => {
      open.splice(open.indexOf(closes), 1);
      queueMicrotask(settle);
    };
  }, [hasPlace]);
}

const followed = new WeakSet<Navigator>();

/** Of the whole panel, once: links leave from the page, whatever is open over it. */
export function useStepsOfPages(): void {
  const { navigator } = useContext(UNSAFE_NavigationContext);
  // Before the effects of a form, whose guard stands in front of this.
  useLayoutEffect(() => {
    if (followed.has(navigator)) return;
    followed.add(navigator);
    for (const way of ['push', 'replace'] as const) {
      const go = navigator[way];
      navigator[way] = (...to) => {
        const follow = () => {
          go.apply(navigator, to);
          stand();
        };
        if (travelling === null && over === 0) return follow();
        waiting.push(follow);
        settle();
      };
    }
  }, [navigator]);
}
