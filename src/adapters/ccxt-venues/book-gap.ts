/** A change of an order book is missing: what is kept is no longer the venue's book, and it is subscribed to anew. */

export class BookGap extends Error {}
