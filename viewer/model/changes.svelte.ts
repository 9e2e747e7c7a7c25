/** The changes that somebody makes to a scenario before it is run. They stay until the page is closed. */

/** Changes of one scenario: values by path, in the order in which they were made. */
export class Changes {
  values = $state.raw<ReadonlyMap<string, string>>(new Map());
  /** Lines written by hand, `path=value` each. */
  byHand = $state('');

  readonly handLines: readonly string[] = $derived(
    this.byHand
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
  readonly malformed: readonly string[] = $derived(
    this.handLines.filter((line) => !/^[^=\s]+\s*=/.test(line)),
  );
  /** Everything as overrides. */
  readonly overrides: readonly string[] = $derived([
    ...[...this.values].map(([path, value]) => `${path}=${value}`),
    ...this.handLines,
  ]);

  /** Sets a value; `stands` is the one the scenario has, and is no change. */
  set(path: string, value: string, stands: string): void {
    const next = new Map(this.values);
    if (value === stands) next.delete(path);
    else next.set(path, value);
    this.values = next;
  }

  /** Takes a change back. */
  undo(path: string): void {
    const next = new Map(this.values);
    next.delete(path);
    this.values = next;
  }

  /** Takes all changes back. */
  clear(): void {
    this.values = new Map();
    this.byHand = '';
  }
}

const known = new Map<string, Changes>();

/** The changes of a scenario. */
export function changesOf(scenario: string): Changes {
  const changes = known.get(scenario) ?? new Changes();
  known.set(scenario, changes);
  return changes;
}
