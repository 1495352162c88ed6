import { expect, test } from 'vitest';
import { repeatedName } from './repeated-name.ts';

test.each([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":1,"\\u0061":2}', 'a'],
  ['{"a":{"b":1},"c":[{"x":1},{"d":0,"d":0}]}', 'c.1.d'],
  ['[[1,2],{"a":[],"b":{},"a":"}"}]', '1.a'],
  ['{"":1,"":2}', ''],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
])('%s gives %j twice', (text, path) => {
  expect(repeatedName(text)).toBe(path);
});

test.each([
  '{"a":{"a":{"a":1}},"b":{"a":2}}',
  '[{"a":1},{"a":2}]',
  '{"a":"\\"a\\":1,\\"a\\":2","b":"{"}',
  '{"a\\\\":1,"a":2}',
  '"a"',
  'null',
  '{}',
])('%s gives none twice', (text) => {
  expect(repeatedName(text)).toBe(null);
});
