/** The port through which the door sees the process that trades: questions, and acts that are answered when they are recorded. */

import type { CommandRefusal } from '../../api/commands.ts';
import type {
  Arming,
  ControlCommand,
  ControlDone,
  ControlMode,
  ControlOrders,
  ControlPositions,
  ControlStatus,
  KillCheck,
  ReconcileRequest,
  Reconciliation,
} from '../../api/control.ts';

export type Answered<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: CommandRefusal };

/** An InputError is answered with its code and sentence. Nothing here waits for the database, the web server or a venue, except `reconcile`, which is a question to the venue. */
export interface ControlDesk {
  status(): ControlStatus;
  positions(): ControlPositions;
  orders(query: { readonly limit: number }): ControlOrders | Promise<ControlOrders>;
  mode(): ControlMode;
  arming(): Arming;
  /** Settles when the act is durable, or was done without being recorded, or was refused. */
  command(command: ControlCommand): Promise<Answered<ControlDone>>;
  /** The way of the kill without its effect. */
  killCheck(): Promise<KillCheck>;
  reconcile(asked: ReconcileRequest): Promise<Answered<Reconciliation>>;
}
