/** Which instrument each name in the book stands for: found for all names together, so that the order in which files came is irrelevant. */

import type { AssetKind, AssetName } from './entry.ts';
import { isIsin } from './isin.ts';

/** What the owner, or a provider, has said of an instrument. */
export interface KnownInstrument {
  readonly id: string;
  readonly isin: string | null;
  /** Empty where nobody has said one. */
  readonly symbol: string;
  readonly name: string;
  readonly kind: AssetKind | null;
  readonly currency: string | null;
  readonly classes: readonly string[];
  readonly isResolved: boolean;
}

export interface Instrument extends KnownInstrument {
  /** Other names it has had in the book. */
  readonly otherNames: readonly string[];
}

export interface NamedAsset {
  readonly name: AssetName;
  /** Currency its price was told in. */
  readonly currency: string | null;
  readonly classes?: readonly string[];
}

export interface Instruments {
  readonly all: readonly Instrument[];
  /** Index into `all`. */
  indexOf(name: AssetName): number;
}

/**
 * One ISIN is one instrument. A symbol alone is the one instrument that has this symbol, of the same kind where a kind is told; where several have it,
 * or none, it is one of its own and not resolved: nothing is guessed. Both names of a rename are one, called by the one it has now.
 */
export function resolveInstruments(
  named: readonly NamedAsset[],
  renames: readonly (readonly [AssetName, AssetName])[],
  known: readonly KnownInstrument[],
): Instruments {
  const isins = isinsBySymbol([...named.map(({ name }) => name), ...renames.flat(), ...known.map(nameOfKnown)]);
  const keyOf = (name: AssetName): string => plainKey(name, isins);
  const joined = joinedKeys(renames.map(([from, to]) => [keyOf(from), keyOf(to)]));
  const rootOf = (name: AssetName): string => joined(keyOf(name));
  const former = new Set(renames.map(([from]) => keyOf(from)));
  const isFormer = (name: AssetName): boolean => former.has(keyOf(name));
  const said = new Map<string, KnownInstrument>();
  for (const one of known) {
    const root = rootOf(nameOfKnown(one));
    // What has an ISIN knows more than what was only a symbol then.
    if (said.get(root)?.isin == null) said.set(root, one);
  }
  const groups = new Map<string, NamedAsset[]>();
  for (const one of named) {
    const root = rootOf(one.name);
    const others = groups.get(root);
    if (others) others.push(one);
    else groups.set(root, [one]);
  }
  const roots = [...groups.keys()].sort();
  const indexes = new Map(roots.map((root, index) => [root, index]));
  return {
    all: roots.map((root) => instrumentOf(root, groups.get(root) as NamedAsset[], said.get(root), isFormer)),
    indexOf: (name) => indexes.get(rootOf(name)) as number,
  };
}

const nameOfKnown = ({ isin, symbol, name, kind }: KnownInstrument): AssetName => ({
  ...(isin !== null && { isin }),
  ...(symbol !== '' && { symbol }),
  ...(name !== '' && { name }),
  ...(kind !== null && { kind }),
});

const tidy = (text: string): string => text.trim().toUpperCase();

/** By symbol, the ISINs that were told with it, and their kinds. */
function isinsBySymbol(names: readonly AssetName[]): ReadonlyMap<string, ReadonlyMap<string, AssetKind | undefined>> {
  const bySymbol = new Map<string, Map<string, AssetKind | undefined>>();
  for (const { isin, symbol, kind } of names) {
    if (isin === undefined || symbol === undefined || !isIsin(isin)) continue;
    const isins = bySymbol.get(tidy(symbol)) ?? new Map();
    // One that says coin is enough: which came first must not matter.
    isins.set(isin, isins.get(isin) === 'crypto' ? 'crypto' : (kind ?? isins.get(isin)));
    bySymbol.set(tidy(symbol), isins);
  }
  return bySymbol;
}

/** Coins and shares may bear the same letters. */
const isCoin = (kind: AssetKind | undefined): boolean => kind === 'crypto';

function plainKey({ isin, symbol, name, kind }: AssetName, isins: ReturnType<typeof isinsBySymbol>): string {
  if (isin !== undefined && isIsin(isin)) return isin;
  if (symbol === undefined) return `name ${tidy(isin ?? name ?? '')}`;
  const same = [...(isins.get(tidy(symbol)) ?? [])].filter(([, of]) => isCoin(of) === isCoin(kind));
  const [only] = same;
  if (only !== undefined && same.length === 1) return only[0];
  return `${isCoin(kind) ? 'coin' : 'symbol'} ${tidy(symbol)}`;
}

/** The smallest name of those that are one. */
function joinedKeys(pairs: readonly (readonly [string, string])[]): (key: string) => string {
  const parents = new Map<string, string>();
  const rootOf = (key: string): string => {
    const parent = parents.get(key);
    return parent === undefined ? key : rootOf(parent);
  };
  for (const [a, b] of pairs) {
    const [first, second] = [rootOf(a), rootOf(b)].sort() as [string, string];
    if (first !== second) parents.set(second, first);
  }
  return rootOf;
}

function instrumentOf(
  root: string,
  group: readonly NamedAsset[],
  known: KnownInstrument | undefined,
  isFormer: (name: AssetName) => boolean,
): Instrument {
  const current = group.filter(({ name }) => !isFormer(name));
  // Renamed back and forth, all of its names are former ones.
  const called = current.length > 0 ? current : group;
  // What was said of it under a former name is not what it is called now.
  const said = known !== undefined && current.length > 0 && isFormer(nameOfKnown(known)) ? undefined : known;
  const most = <T>(values: readonly (T | null | undefined)[]): T | null => commonest(values.filter((value): value is T => value != null));
  const isinOf = (names: readonly NamedAsset[]) =>
    most(names.map(({ name }) => name.isin).filter((one) => one !== undefined && isIsin(one)));
  // A new name alone leaves the ISIN as it was.
  const isin = said?.isin ?? isinOf(called) ?? known?.isin ?? isinOf(group);
  const symbol =
    (said?.symbol || null) ??
    most(called.map(({ name }) => name.symbol)) ??
    isin ??
    most(called.map(({ name }) => name.name)) ??
    root.replace(/^\w+ /, '');
  const names = new Set(group.flatMap(({ name }) => [name.symbol, name.isin, name.name]).filter((one) => one !== undefined));
  return {
    id: known?.id ?? root.replaceAll(' ', ':'),
    ...{ isin, symbol },
    name: (said?.name || null) ?? most(called.map(({ name }) => name.name)) ?? symbol,
    kind: known?.kind ?? most(group.map(({ name }) => name.kind)),
    currency: known?.currency ?? most(group.map(({ currency }) => currency)),
    classes: known?.classes.length ? known.classes : (group.find(({ classes = [] }) => classes.length > 0)?.classes ?? []),
    // An ISIN says what it is; a symbol alone may be anything until somebody has said.
    isResolved: known?.isResolved ?? isin !== null,
    otherNames: [...names].filter((one) => one !== symbol && one !== isin).sort(),
  };
}

/** Of those told equally often the first by the alphabet, whatever came first. */
function commonest<T>(values: readonly T[]): T | null {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [best] = [...counts].sort(([a, x], [b, y]) => y - x || (String(a) < String(b) ? -1 : 1));
  return best?.[0] ?? null;
}
