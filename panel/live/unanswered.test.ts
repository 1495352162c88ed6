import { expect, test } from 'vitest';
import { type Unanswered, UnansweredActs } from './unanswered.ts';

const act = (wish: string, commandId: string): Unanswered => ({ wish, commandId, at: 0, act: null });

function tab() {
  const items = new Map<string, string>();
  return {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
  };
}

test('a wish without an answer keeps its id until it is settled, and across a reload of the page', () => {
  const kept = tab();
  const first = new UnansweredActs(() => kept);
  first.add(act('buy', 'a'));
  first.add(act('sell', 'b'));
  const reloaded = new UnansweredActs(() => kept);
  expect(reloaded.find('buy')?.commandId).toBe('a');
  reloaded.settle('a');
  expect(reloaded.find('buy')).toBeUndefined();
  expect(new UnansweredActs(() => kept).all.map(({ commandId }) => commandId)).toEqual(['b']);
});

test('where the browser stores nothing it is known as long as the page is open', () => {
  const acts = new UnansweredActs(() => {
    throw new Error('no storage here');
  });
  acts.add(act('buy', 'a'));
  expect(acts.find('buy')?.commandId).toBe('a');
});
