/** The port through which the web server sees the processes beside it. */

import type { ProcessList, ProcessRow, RestartableName } from '../../api/system.ts';

/** Who asks, for the audit. */
export interface ServiceOrigin {
  readonly by: string;
  readonly address: string;
  readonly reason: string;
}

/** What can't be asked just now is refused with an InputError: SUPERVISOR_ABSENT where nobody keeps them. */
export interface Services {
  processes(): Promise<ProcessList>;
  /** Settles when the restart has begun and the audit tells of it; without an audit nothing is done. */
  restart(name: RestartableName, origin: ServiceOrigin): Promise<ProcessRow>;
}
