/** Keeps what a link or feed tells, and lets a test wait for it. */

import type { LinkListener, VenueAnswer, VenueLink, VenueNews, VenueRequest } from '../../src/core/trading/broker/venue-link.ts';

export interface Told<T> {
  readonly all: T[];
  take(one: T): void;
  /** The first that fits, told already or yet to come. */
  until(fits: (one: T) => boolean): Promise<T>;
}

export function told<T>(): Told<T> {
  const all: T[] = [];
  let waiting: { fits: (one: T) => boolean; resolve: (one: T) => void }[] = [];
  return {
    all,
    take(one) {
      all.push(one);
      for (const { fits, resolve } of waiting) if (fits(one)) resolve(one);
      waiting = waiting.filter(({ fits }) => !fits(one));
    },
    until: (fits) => {
      const there = all.find(fits);
      return there === undefined ? new Promise((resolve) => waiting.push({ fits, resolve })) : Promise.resolve(there);
    },
  };
}

export interface Asking {
  readonly news: Told<VenueNews>;
  readonly answers: Told<{ request: number; answer: VenueAnswer }>;
  ask(what: VenueRequest, mayStillSend?: () => boolean): Promise<VenueAnswer>;
}

export function listenTo(link: VenueLink): Asking {
  const news = told<VenueNews>();
  const answers = told<{ request: number; answer: VenueAnswer }>();
  const listener: LinkListener = {
    answered: (request, answer) => answers.take({ request, answer }),
    told: (one) => news.take(one),
  };
  link.listen(listener);
  let last = 0;
  return {
    news,
    answers,
    ask: async (what, mayStillSend = () => true) => {
      const number = ++last;
      link.ask(number, what, mayStillSend);
      return (await answers.until(({ request }) => request === number)).answer;
    },
  };
}
