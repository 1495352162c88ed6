/** Every place in which two values of plain data differ: what a version of the settings has changed. */

export interface Difference {
  /** Such as strategies.0.parameters.fast; empty for the whole. */
  readonly path: string;
  /** Absent where it was not there, or is no longer. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** In the order of the earlier value, and then what is new. A list is compared place by place. */
export function differences(before: unknown, after: unknown, path = ''): Difference[] {
  if (!isTree(before) || !isTree(after) || Array.isArray(before) !== Array.isArray(after)) {
    if (Object.is(before, after)) return [];
    return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
  }
  const [left, right] = [before as Record<string, unknown>, after as Record<string, unknown>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
    differences(left[key], right[key], path === '' ? key : `${path}.${key}`),
  );
}

const isTree = (value: unknown): boolean => typeof value === 'object' && value !== null;
