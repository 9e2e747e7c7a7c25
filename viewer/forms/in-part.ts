/** Questions that may be answered in part: a yes with reservations, no objection with footnotes. */

/** What of a question may be excepted, and how the answers are written. */
export interface InPart {
  /** Key of the answer that says yes or no, and the value that exceptions go with. */
  readonly key: string;
  readonly goesWith: boolean;
  /** Key of the exceptions. */
  readonly but: string;
  /** Issues that may be excepted. */
  readonly issues: readonly string[];
  readonly most: number;
}

interface Form {
  readonly anyOf?: readonly Form[];
  readonly properties?: Readonly<Record<string, Form>>;
  readonly const?: unknown;
  readonly items?: { readonly enum?: readonly string[] };
  readonly maxItems?: number;
}

/** What may be excepted, from the form of a question; undefined when nothing may. */
export function inPartOf(form: object): InPart | undefined {
  for (const variant of (form as Form).anyOf ?? []) {
    const entries = Object.entries(variant.properties ?? {});
    const yes = entries.find(([, field]) => typeof field.const === 'boolean');
    // Reasons of an objection are no exceptions.
    const list = entries.find(([key, field]) => key !== 'issues' && field.items?.enum !== undefined);
    if (yes === undefined || list === undefined) continue;
    const issues = list[1].items?.enum ?? [];
    const most = list[1].maxItems ?? issues.length;
    return { key: yes[0], goesWith: yes[1].const === true, but: list[0], issues, most };
  }
  return undefined;
}
