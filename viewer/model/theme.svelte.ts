/** The colours a person chose: those of the system until they say otherwise. */
export type Theme = 'system' | 'light' | 'dark';

const key = 'plenary.theme';
let chosen = $state<Theme>('system');

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** The theme chosen. */
export const theme = (): Theme => chosen;

/** Reads the choice of an earlier visit. */
export function restoreTheme(): void {
  try {
    const stored = localStorage.getItem(key);
    if (stored === 'light' || stored === 'dark') chosen = stored;
  } catch {
    // Without storage the system's colours hold.
  }
  apply(chosen);
}

/** Chooses a theme and remembers it. */
export function chooseTheme(next: Theme): void {
  chosen = next;
  apply(next);
  try {
    localStorage.setItem(key, next);
  } catch {
    // It holds until the page is closed.
  }
}
