import { expect, test } from 'vitest';
import { type FirstState, stateElement } from './first-state.ts';

test('nothing that is asked for or shown can end the element it travels in, and the browser reads it as it was', () => {
  const path = '/trading</script><script>alert(1)</script><!--<SCRIPT>';
  const problem = null;
  const element = stateElement({ at: 1, path, problem } as unknown as FirstState);
  const [, content = ''] = /^<script type="application\/json" id="state">(.*)<\/script>$/s.exec(element) ?? [];
  expect(content).not.toContain('<');
  expect(JSON.parse(content)).toEqual({ at: 1, path, problem });
});
