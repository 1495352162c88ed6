/** The few parts of a browser that the report's page uses, and the data it is given: core is compiled without a browser's types. */

import type { EncodedColumn } from './columns.ts';
import type { createFormat, Format } from './format.ts';

export interface PageEvent {
  readonly key: string;
  readonly clientX: number;
  readonly clientY: number;
  readonly deltaX: number;
  readonly deltaY: number;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly pointerId: number;
  readonly pointerType: string;
  readonly button: number;
  preventDefault(): void;
}

type Listener = (event: PageEvent) => void;

export interface PageElement {
  readonly style: { setProperty(name: string, value: string): void };
  readonly dataset: Record<string, string | undefined>;
  readonly children: ArrayLike<PageElement>;
  readonly clientWidth: number;
  readonly clientHeight: number;
  readonly offsetWidth: number;
  readonly offsetHeight: number;
  className: string;
  textContent: string | null;
  value: string;
  hidden: boolean;
  disabled: boolean;
  open: boolean;
  width: number;
  height: number;
  append(...children: (PageElement | string)[]): void;
  replaceChildren(...children: (PageElement | string)[]): void;
  setAttribute(name: string, value: string): void;
  getAttribute(name: string): string | null;
  removeAttribute(name: string): void;
  addEventListener(type: string, listener: Listener, options?: { passive: boolean }): void;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
  getBoundingClientRect(): { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  getContext(kind: '2d'): Painter;
  setPointerCapture(id: number): void;
  scrollIntoView(options: { block: 'center' | 'start' | 'nearest' }): void;
  focus(options?: { preventScroll: boolean }): void;
}

/** A canvas context. */
export interface Painter {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  lineJoin: string;
  font: string;
  textAlign: string;
  textBaseline: string;
  globalAlpha: number;
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void;
  clearRect(x: number, y: number, width: number, height: number): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  strokeRect(x: number, y: number, width: number, height: number): void;
  rect(x: number, y: number, width: number, height: number): void;
  roundRect(x: number, y: number, width: number, height: number, radius: number): void;
  beginPath(): void;
  closePath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  fill(): void;
  stroke(): void;
  clip(): void;
  save(): void;
  restore(): void;
  fillText(text: string, x: number, y: number): void;
  strokeText(text: string, x: number, y: number): void;
  measureText(text: string): { readonly width: number };
  setLineDash(pattern: readonly number[]): void;
}

export interface Browser {
  readonly document: {
    readonly documentElement: PageElement;
    getElementById(id: string): PageElement | null;
    querySelector(selector: string): PageElement | null;
    querySelectorAll(selector: string): ArrayLike<PageElement>;
    createElement(tag: string): PageElement;
  };
  readonly devicePixelRatio: number;
  readonly innerWidth: number;
  readonly ResizeObserver: new (listener: () => void) => { observe(element: PageElement): void };
  atob(text: string): string;
  print(): void;
  getComputedStyle(element: PageElement): { getPropertyValue(name: string): string };
  matchMedia(query: string): { readonly matches: boolean; addEventListener(type: 'change', listener: () => void): void };
  requestAnimationFrame(step: () => void): number;
  addEventListener(type: string, listener: () => void): void;
}

/** The trades, column by column; texts by their place in `texts`. */
export interface TradeColumns {
  readonly texts: readonly string[];
  /** Words for those texts that are the engine's own reasons. */
  readonly reasons: readonly (readonly [reason: string, words: { readonly en: string; readonly es: string }])[];
  readonly columns: Readonly<Record<string, EncodedColumn>>;
}

export interface CandleColumns {
  readonly instrumentId: string;
  readonly timeframe: string;
  /** Timeframe of the candles behind these, where they were drawn together. */
  readonly source: string | null;
  readonly decimals: number;
  readonly stepMs: number;
  readonly columns: Readonly<Record<'time' | 'open' | 'high' | 'low' | 'close', EncodedColumn>>;
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

/** Everything the page's script draws. */
export interface PageData {
  readonly currency: string;
  readonly moneyDecimals: number;
  readonly quantityDecimals: number;
  readonly equity: Readonly<Record<'time' | 'equity' | 'drawdown', EncodedColumn>>;
  readonly hold: Readonly<Record<'time' | 'equity', EncodedColumn>> | null;
  /** The deepest fall: where its lowest close is. */
  readonly worst: { readonly at: number; readonly ratio: number } | null;
  readonly stopRatio: number | null;
  readonly modes: readonly { readonly from: number; readonly to: number; readonly mode: string }[];
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
  readonly candles: readonly CandleColumns[];
  readonly trades: TradeColumns;
}

/** Decoded trades. */
export interface PageTrades {
  readonly count: number;
  readonly texts: readonly string[];
  readonly column: Readonly<Record<string, Float64Array>>;
}

/** What every part of the page shares. `format` changes with the language. */
export interface Page {
  readonly browser: Browser;
  readonly data: PageData;
  readonly trades: PageTrades;
  format: Format;
  decode(column: EncodedColumn): Float64Array;
  money(value: number, signed?: boolean): string;
  /** Why a trade was left, in words. */
  exitReason(trade: number): string;
  element(tag: string, className?: string, ...children: (PageElement | string)[]): PageElement;
}

export type CreateFormat = typeof createFormat;
