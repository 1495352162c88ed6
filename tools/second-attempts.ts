/** A reporter of the tests that passed only when tried again: each is a fault of the test or of the product, to be looked at. */

import type { Reporter, TestCase } from 'vitest/node';

export default class SecondAttempts implements Reporter {
  readonly #found: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.#found.push(`${test.module.relativeModuleId} > ${test.fullName}`);
  }

  onTestRunEnd(): void {
    for (const name of this.#found) console.log(`passed at the second attempt only: ${name}`);
  }
}
