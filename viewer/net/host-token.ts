/**
 * Tokens of the tables that this tab started: whoever has one steers the table. They are kept for as long as
 * the tab, and in memory alone where the browser keeps nothing.
 */
const tokens = new Map<string, string>();
const keyOf = (run: string): string => `plenary.host.${run}`;

/** Keeps the token of a table that was started here. */
export function keepHostToken(run: string, token: string): void {
  tokens.set(run, token);
  try {
    sessionStorage.setItem(keyOf(run), token);
  } catch {
    // It is kept until the page is closed.
  }
}

/** The token of a table, when it was started here. */
export function hostTokenOf(run: string): string | undefined {
  try {
    return tokens.get(run) ?? sessionStorage.getItem(keyOf(run)) ?? undefined;
  } catch {
    return undefined;
  }
}
