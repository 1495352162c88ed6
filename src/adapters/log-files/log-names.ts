/** Names of the log's files: each is the number of its first line, so that their order is that of the lines. */

export const LOG_FILE = /^log-\d{15}\.jsonl$/;

export const nameOf = (first: number) => `log-${String(first).padStart(15, '0')}.jsonl`;
export const firstOf = (name: string) => Number(name.slice(4, 19));
