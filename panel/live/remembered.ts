/** What the owner chose on a page, kept in this browser: columns of tables, saved views. What can't be read is as if it had never been chosen. */

const PREFIX = 'atalaya.';

export const remembered = {
  read<Value>(name: string): Value | undefined {
    try {
      const text = localStorage.getItem(PREFIX + name);
      return text === null ? undefined : (JSON.parse(text) as Value);
    } catch {
      return undefined;
    }
  },

  /** A browser that stores nothing forgets it with the page. */
  write(name: string, value: unknown): void {
    try {
      localStorage.setItem(PREFIX + name, JSON.stringify(value));
    } catch {
      return;
    }
  },
};
