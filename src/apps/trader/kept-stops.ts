/** The trader's side of stops it was handed and has not answered: carried out once, by whichever life of it sees them first. */

import { dropStop, type KeptStop, keptStops } from '../../adapters/control-socket/kept-stops.ts';
import type { CommandResult, LiveSource } from '../../adapters/http/live-source.ts';
import { createOnce } from '../../adapters/support/once.ts';

const LOOK_EVERY_MS = 1_000;

type Command = LiveSource['command'];

/** A stop that comes twice under one id, by the door and from the disk, is done once. */
export function stopsOnce(command: Command): Command {
  const once = createOnce<CommandResult>();
  return (asked, origin) => {
    if (asked.kind !== 'kill' && asked.kind !== 'pause') return command(asked, origin);
    return once(asked.commandId, asked.kind, () => command(asked, origin));
  };
}

interface Parts {
  readonly dataFolder: string;
  /** As `stopsOnce` gives it. */
  readonly command: Command;
  readonly say: (line: string) => void;
}

export interface KeptStopsWatch {
  close(): void;
}

/** What is kept is in force when this returns, and what is kept later within a second. */
export function carryOutKeptStops({ dataFolder, command, say }: Parts): KeptStopsWatch {
  const taken = new Set<string>();
  let isBlind = false;

  function look(): void {
    try {
      for (const stop of keptStops(dataFolder)) if (!taken.has(stop.commandId)) void carryOut(stop);
      isBlind = false;
    } catch (error) {
      if (!isBlind) say(`stops that were kept can't be read: ${(error as Error).message}`);
      isBlind = true;
    }
  }

  async function carryOut(stop: KeptStop): Promise<void> {
    const { kind, commandId, by, reason, sentAt } = stop;
    taken.add(commandId);
    const asked = new Date(sentAt).toISOString();
    say(`${kind} by ${by}, asked at ${asked} while the trader did not answer, is carried out`);
    const words = { reason: `${reason ?? 'operator'} (asked at ${asked} while the trader did not answer)` };
    try {
      const result = await command(kind === 'kill' ? { kind, commandId, confirmed: true, ...words } : { kind, commandId, ...words }, {
        by,
        correlationId: commandId,
        sentAt,
      });
      // Neither journal nor note has it: the next start has to begin with it.
      if (result.ok && result.done.journalSequence === null && result.done.noted !== true) return;
      dropStop(dataFolder, commandId);
    } catch (error) {
      taken.delete(commandId);
      say(`${kind} by ${by} was not carried out and is tried again: ${(error as Error).message}`);
    }
  }

  look();
  const looks = setInterval(look, LOOK_EVERY_MS);
  looks.unref();
  return { close: () => clearInterval(looks) };
}
