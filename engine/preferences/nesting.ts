/**
 * Issues whose words stand inside a sentence of another issue. While the text holds no option of the outer
 * issue that has a place for it, the inner issue is no part of the text: it stands at its reversion option
 * and counts as such, so that utilities stay additive over issues. The loop settles the text after every
 * turn, whatever protocol wrote it; protocols that draft do so themselves, to tell it with the draft.
 */

/** How the issues of a scenario nest. */
export interface Nesting {
  /** Inner issues, outer ones before those inside them. */
  readonly inner: Int32Array;
  /** Issue in which each issue stands, −1 for those with an article of their own. */
  readonly outer: Int32Array;
  /** A bit for each option of the outer issue that has a place for it. */
  readonly holders: Int32Array;
  /** Today’s practice: an option of each issue. */
  readonly reversion: Int32Array;
}

/** Whether an issue stands in a text, which inner issues do only while their outer ones hold them. */
export function standsIn(nesting: Nesting, option: Int32Array, issue: number): boolean {
  for (let k = issue; nesting.outer[k] >= 0; k = nesting.outer[k]) {
    if ((nesting.holders[k] & (1 << option[nesting.outer[k]])) === 0) return false;
  }
  return true;
}

/** Puts inner issues that do not stand in a text at their reversion; true when that changed one. */
export function settleNested(nesting: Nesting, option: Int32Array): boolean {
  const { inner, outer, holders, reversion } = nesting;
  let changed = false;
  for (let i = 0; i < inner.length; i++) {
    const k = inner[i];
    const stands = (holders[k] & (1 << option[outer[k]])) !== 0 && standsIn(nesting, option, outer[k]);
    if (stands || option[k] === reversion[k]) continue;
    option[k] = reversion[k];
    changed = true;
  }
  return changed;
}
