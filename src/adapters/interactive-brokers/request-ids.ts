/** Numbers of requests other than orders: far above any order id, so that an error's number says what it is about. */

const FIRST = 1_000_000_000;

export class RequestIds {
  private last = FIRST;

  next(): number {
    return ++this.last;
  }
}
