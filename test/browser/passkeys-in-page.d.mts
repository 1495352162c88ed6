export function askInPage(asked: { readonly method: string; readonly path: string; readonly body?: unknown }): Promise<{
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> | null;
}>;
export function createInPage(options: unknown): Promise<unknown>;
export function signInPage(options: unknown): Promise<unknown>;
