// The agreement between a corpus and what runs it on other engines.

/** What was computed → its digest or text. */
export type Corpus = Readonly<Record<string, string>>;

/**
 * A corpus module exports this as `computeCorpus`. It runs bundled, without Node and without a DOM. The short
 * form is for interpreters without a compiler (about a fiftieth of the speed): it gives some of the entries
 * of the long one.
 */
export type ComputeCorpus = (options: { readonly isShort: boolean }) => Promise<Corpus>;
