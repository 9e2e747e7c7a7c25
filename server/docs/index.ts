/** The reference pages. */

/** A page of the reference. */
export interface DocPage {
  readonly path: string;
  readonly title: string;
  readonly summary: string;
  readonly html: string;
  readonly text: string;
}

/** All pages. */
export function docPages(): DocPage[] {
  return [];
}
