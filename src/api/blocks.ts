/** Who blocks a strategy that threw an error: the block is lifted when another version of it is started. No schemas here: the panel loads it. */

const FAILURE = 'failure of version ';

export const failureBy = (version: string): string => `${FAILURE}${version}`;
export const isFailureBlock = (by: string): boolean => by.startsWith(FAILURE);
