import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { askHidden, askLine, confirm, pinFromStandardInput, type Terminal } from './ask.ts';

/** A terminal with somebody at it who types what is given. */
function terminal(...typed: string[]) {
  const input = Object.assign(new PassThrough(), { isTTY: true, raw: [] as boolean[], setRawMode: (raw: boolean) => input.raw.push(raw) });
  const output = Object.assign(new PassThrough(), { isTTY: true });
  let shown = '';
  output.on('data', (data) => {
    shown += data;
  });
  for (const keys of typed) input.write(keys);
  return { input, output, shown: () => shown };
}
const nobody = (): Terminal => ({ input: new PassThrough(), output: new PassThrough() });

test('a PIN is taken key by key, corrected, and never shown', async () => {
  const at = terminal('47', '2\u007f11', '\r');
  expect(await askHidden('Trading PIN: ', 'pipe it in', at)).toBe('4711');
  expect(at.input.raw).toEqual([true, false]);
  expect(at.shown()).toBe('Trading PIN: \n');
});

test('Control+C ends without an answer and gives the terminal back', async () => {
  const at = terminal('47\u0003');
  await expect(askHidden('PIN: ', 'pipe it in', at)).rejects.toMatchObject({ code: 'CANCELLED', exitCode: 1 });
  expect(at.input.raw).toEqual([true, false]);
});

test.each([
  ['y', true],
  ['Yes', true],
  ['', false],
  ['n', false],
  ['yy', false],
])('answered %j: done %s', async (typed, isDone) => {
  const asked = confirm('Kill?', terminal(`${typed}\n`));
  if (isDone) await asked;
  else await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('an answer that never comes is none', async () => {
  const at = terminal();
  at.input.end();
  await expect(askLine('Name: ', 'add --yes', at)).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('where nobody sits, the option for programs is named', async () => {
  const refusal = { code: 'CONFIRMATION_NEEDED', exitCode: 2, message: expect.stringContaining('add --yes') };
  await expect(confirm('Kill?', nobody())).rejects.toMatchObject(refusal);
  await expect(askHidden('PIN: ', 'add --pin-stdin', nobody())).rejects.toMatchObject({ code: 'CONFIRMATION_NEEDED' });
});

test('a piped PIN is the first line, without its end', async () => {
  const piped = (text: string) => {
    const input = new PassThrough();
    input.end(text);
    return pinFromStandardInput(input);
  };
  expect(await piped('4711\r\nmore')).toBe('4711');
  expect(await piped('4711')).toBe('4711');
  await expect(piped('\n')).rejects.toMatchObject({ code: 'PIN_MISSING', exitCode: 2 });
});
