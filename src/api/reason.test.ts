import { expect, test } from 'vitest';
import { reason } from './reason.ts';

test('a reason stays one line, and nothing else of it changes', () => {
  expect(reason.parse('news\nMode NORMAL\r\u001b[2J\u2028x')).toBe('news\\nMode NORMAL\\u000d\\u001b[2J\\u2028x');
  expect(reason.parse('exe.\u202Egpj')).toBe('exe.\\u202egpj');
  expect(reason.parse('aviso: 3 % más, ¿cierto?')).toBe('aviso: 3 % más, ¿cierto?');
});
