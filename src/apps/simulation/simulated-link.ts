/** The wire between a simulated trader and its venue: late, lost, doubled and out of order, as the faults have it. */

import type {
  LinkListener,
  VenueAnswer,
  VenueCapabilities,
  VenueFailureCode,
  VenueLink,
  VenueNews,
  VenueRequest,
} from '../../core/trading/broker/venue-link.ts';
import type { Faults, RequestFate } from './faults.ts';
import { capabilitiesOf, isChange, type SimulatedVenue } from './simulated-venue.ts';
import type { World } from './world.ts';

export class SimulatedLink implements VenueLink {
  readonly capabilities: VenueCapabilities;
  private readonly world: World;
  private readonly venue: SimulatedVenue;
  private readonly faults: Faults;
  private readonly stopListening: () => void;
  private listener: LinkListener | null = null;
  /** Does something in the process at this end: now, later, or never. */
  private readonly run: (task: () => void) => void;
  /** News told while the stream is down or silent is lost. */
  private connected = true;
  /** When what was told last arrives: a stream keeps its order. */
  private streamAt = 0;
  /** Told of every change at the moment its bytes leave. */
  onSent: (what: VenueRequest) => void = () => {};
  /** Tells the owner of the link that a call has been made into it. */
  onCall: () => void = () => {};

  constructor(world: World, venue: SimulatedVenue, faults: Faults, run: (task: () => void) => void) {
    this.world = world;
    this.run = run;
    this.venue = venue;
    this.faults = faults;
    this.capabilities = capabilitiesOf(venue.kind);
    this.stopListening = venue.listen((news) => this.carry(news));
  }

  listen(listener: LinkListener): void {
    this.listener = listener;
  }

  /** The process at this end is gone. */
  cut(): void {
    this.stopListening();
  }

  /** It has not been told to be down. */
  isUp = true;
  /** Since when the process at this end has heard that it is down, or up again: one that is stopped hears nothing. */
  heard: { readonly state: 'up' | 'down'; readonly at: number } = { state: 'up', at: Number.NEGATIVE_INFINITY };

  /** The stream breaks for a while; told at both ends of it. */
  disconnect(forMs: number): void {
    if (!this.connected) return;
    this.connected = this.isUp = false;
    this.tell({ kind: 'link', state: 'down', reason: 'connection reset' });
    this.world.after(forMs, () => {
      this.connected = this.isUp = true;
      this.tell({ kind: 'link', state: 'up', reason: 'subscribed again' });
    });
  }

  /** The stream says nothing more for a while, and nobody notices. */
  silence(forMs: number): void {
    if (!this.connected) return;
    this.connected = false;
    this.world.after(forMs, () => {
      this.connected = true;
    });
  }

  ask(request: number, what: VenueRequest, mayStillSend: () => boolean): void {
    // A question loses nothing by leaving at once: half the tasks of a quiet day.
    if (!isChange(what)) return this.leave(request, what, mayStillSend);
    this.world.after(this.faults.sendDelayMs(), () => this.run(() => this.leave(request, what, mayStillSend)));
  }

  private leave(request: number, what: VenueRequest, mayStillSend: () => boolean): void {
    const { world, faults } = this;
    if (!mayStillSend()) return this.answer(request, failure('not-sent', 'REFUSED'), 0);
    if (isChange(what)) this.onSent(what);
    const stampedAt = world.now;
    const fate = faults.fateOf(what.kind);
    if (fate === 'request-lost') return this.answer(request, failure('unknown', 'TIMEOUT'), faults.timeoutMs());
    if (fate === 'request-late') this.answer(request, failure('unknown', 'TIMEOUT'), faults.timeoutMs());
    world.after(fate === 'request-late' ? faults.lateMs() : faults.latencyMs(), () => this.arrive(request, what, stampedAt, fate));
  }

  /** A request is at the venue. */
  private arrive(request: number, what: VenueRequest, stampedAt: number, fate: RequestFate | null): void {
    const { world, faults, venue } = this;
    const old = fate === 'stale-answer' ? venue.troubles.oldAnswer(what) : null;
    const answer = old ?? venue.handle(what, stampedAt);
    if (isChange(what)) {
      world.tell(
        `venue ${answer.ok ? 'took' : `refused (${answer.code})`} ${what.kind} ${what.order.clientOrderId.slice(0, 8)}${fate === null ? '' : `, ${fate}`}`,
      );
    }
    if (fate === 'request-late') return;
    if (fate === 'answer-lost') this.answer(request, failure('unknown', 'TIMEOUT'), faults.timeoutMs());
    else if (fate === 'server-error') this.answer(request, failure('unknown', 'SERVER_ERROR'), faults.latencyMs());
    else if (fate === 'connection-reset') this.answer(request, failure('unknown', 'CONNECTION_LOST'), faults.latencyMs());
    else this.answer(request, answer, fate === 'answer-late' ? faults.lateMs() : faults.latencyMs());
  }

  private answer(request: number, answer: VenueAnswer, delayMs: number): void {
    this.world.after(delayMs, () =>
      this.run(() => {
        this.listener?.answered(request, answer, this.world.now);
        this.onCall();
      }),
    );
  }

  private carry(news: VenueNews): void {
    if (!this.connected) return;
    const { faults, world } = this;
    const fate = faults.newsFate();
    if (fate === 'news-lost') return;
    const arrives = world.now + faults.latencyMs();
    if (fate !== 'news-reordered') this.streamAt = Math.max(this.streamAt + 1, arrives);
    world.at(fate === 'news-reordered' ? arrives + faults.latencyMs() * 20 : this.streamAt, () => this.tell(news));
    if (fate === 'news-duplicated') world.after(faults.latencyMs() * 10, () => this.tell(news));
  }

  private tell(news: VenueNews): void {
    this.run(() => {
      if (news.kind === 'link') this.heard = { state: news.state, at: this.world.now };
      this.listener?.told(news, this.world.now);
      this.onCall();
    });
  }
}

function failure(outcome: 'unknown' | 'not-sent', code: VenueFailureCode): VenueAnswer {
  return { ok: false, outcome, code, venueCode: '', message: 'simulated' };
}
