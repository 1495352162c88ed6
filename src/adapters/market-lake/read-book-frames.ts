// Reads the frames of a venue's streams, one JSON document a line, into a recorded order book with its trades: those of Binance and of Bybit.
import { basename } from 'node:path';
import { InputError } from '../../core/domain/result.ts';
import { binanceFrames } from './binance-frames.ts';
import { BookTranscript } from './book-transcript.ts';
import { bybitFrames } from './bybit-frames.ts';
import { isZip, readBytes, unzipTable } from './file-bytes.ts';
import type { RecordingFile } from './read-ticks.ts';

/** Takes a frame in; false where it is none of this venue's. InputError where it is damaged. */
export type FrameTaker = (frame: Readonly<Record<string, unknown>>, transcript: BookTranscript) => boolean;

/** A line is a frame, perhaps behind the time at which it was received. */
const LINE = /^(?:\d+\s+)?(\{.*\})\s*$/;

/**
 * Null where the file holds no frames. Gaps are told: from a missing update on the book is empty until the next snapshot. InputError BOOK_FRAMES_UNKNOWN,
 * BOOK_FRAMES_DAMAGED, BOOK_SYMBOLS_SEVERAL, BOOK_EMPTY, and those of reading a file.
 */
export function readBookFrames(path: string): RecordingFile | null {
  const source = basename(path);
  let bytes = readBytes(path);
  if (isZip(bytes)) bytes = unzipTable(bytes, source).bytes;
  const lines = linesOf(bytes);
  const first = lines.next().value?.text ?? '';
  if (!LINE.test(first)) return null;
  const transcript = new BookTranscript(source);
  const takers = [binanceFrames(), bybitFrames()];
  for (const { text, line } of linesOf(bytes)) {
    transcript.line = line;
    const frame = frameOf(text, source, line);
    if (!takers.some((take) => take(frame, transcript))) transcript.unknown++;
  }
  return transcript.finish();
}

function* linesOf(bytes: Buffer): Generator<{ readonly text: string; readonly line: number }> {
  let line = 0;
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from);
    const to = end < 0 ? bytes.length : end;
    line++;
    const text = bytes.toString('utf8', from, to).trim();
    if (text !== '') yield { text, line };
    from = to + 1;
  }
}

function frameOf(text: string, source: string, line: number): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(LINE.exec(text)?.[1] ?? '');
  } catch {
    throw new InputError(
      'BOOK_FRAMES_DAMAGED',
      `${source}: line ${line}: expected one JSON document, found ${JSON.stringify(text.slice(0, 80))}; cut the file before it`,
    );
  }
}
