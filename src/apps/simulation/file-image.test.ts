/** What a crash leaves of a simulated file: of each block what was synced or what was written since, and nothing else. */

import { expect, test } from 'vitest';
import { FileImage } from './file-image.ts';

/** Four synced bytes, something done to them, and a crash in which every draw comes out the same: below a half, what was written is there. */
function after(change: (image: FileImage) => void, draw: number): string {
  const image = new FileImage();
  image.write(Buffer.from('aaaa'), 0);
  image.sync();
  change(image);
  image.crash(() => draw);
  return text(image);
}

function text(image: FileImage): string {
  const bytes = Buffer.alloc(10);
  return bytes.toString('latin1', 0, image.read(bytes, 0, 10, 0));
}

test('what was written over synced bytes is there or what was synced is', () => {
  const change = (image: FileImage) => image.write(Buffer.from('bb'), 0);
  expect(after(change, 0)).toBe('bbaa');
  expect(after(change, 0.9)).toBe('aaaa');
});

test('what was cut may come back, also under what was written there since', () => {
  const cut = (image: FileImage) => image.resize(2);
  expect(after(cut, 0)).toBe('aa');
  expect(after(cut, 0.9)).toBe('aaaa');
  const rewritten = (image: FileImage) => {
    image.resize(2);
    image.write(Buffer.from('cc'), 2);
  };
  expect(after(rewritten, 0)).toBe('aacc');
  expect(after(rewritten, 0.9)).toBe('aaaa');
});

test('of what was appended any number of bytes is there, or zeros in its place', () => {
  const append = (image: FileImage) => image.write(Buffer.from('bb'), 4);
  expect(after(append, 0)).toBe('aaaa');
  expect(after(append, 0.4)).toBe('aaaab');
  expect(after(append, 0.9)).toBe('aaaa\0\0');
});

test('what was synced stays, and a bit that turns on the disk is turned for everybody', () => {
  const synced = (image: FileImage) => {
    image.write(Buffer.from('bb'), 0);
    image.sync();
  };
  expect(after(synced, 0.9)).toBe('bbaa');
  const turned = (image: FileImage) => {
    image.write(Buffer.from('bb'), 0);
    image.turn(3, 2);
  };
  expect(after(turned, 0)).toBe('bbac');
  expect(after(turned, 0.9)).toBe('aaac');
});
