/** Where a decision stands in full. */

export const pathOfDecision = (decisionId: string): string => `/journal/decisions/${encodeURIComponent(decisionId)}`;
