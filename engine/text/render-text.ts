/** A document as plain text and as Markdown, with brackets as conferences write them. */
import type { ScenarioView } from '../run/visibility.ts';
import type { Amendment } from './amendments.ts';
import type { TextDiff, WordChange } from './diff.ts';
import type { TextDocument } from './document.ts';
import type { Alternative, Segment } from './segments.ts';
import { listWords } from './words.ts';

/** How parties, issues and options are called. */
export interface TextNames {
  /** Three letters. */
  code(party: string): string;
  party(party: string): string;
  issue(issue: string): string;
  option(issue: string, option: string): string;
}

/** The names of a scenario. */
export function namesOf(scenario: Pick<ScenarioView, 'parties' | 'issues'>): TextNames {
  const party = (id: string) => scenario.parties.find((candidate) => candidate.id === id);
  const issue = (id: string) => scenario.issues.find((candidate) => candidate.id === id);
  return {
    code: (id) => party(id)?.code ?? id,
    party: (id) => party(id)?.name ?? id,
    issue: (id) => issue(id)?.title ?? id,
    option: (id, option) => issue(id)?.options.find((candidate) => candidate.id === option)?.title ?? option,
  };
}

/** Who stands behind an alternative and who objects to it: ` — NRL, MRD; SOL object`; empty for nobody. */
function backing({ supporters, objectors }: Alternative, names: TextNames): string {
  const codes = (ids: readonly string[]) => ids.map((id) => names.code(id)).join(', ');
  const against =
    objectors.length === 0 ? '' : `${codes(objectors)} ${objectors.length === 1 ? 'objects' : 'object'}`;
  const parts = [codes(supporters), against].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` — ${parts.join('; ')}`;
}

/**
 * Segments as one line: `[shall conduct [annual] audits — NRL / may conduct audits — SOL]`.
 *
 * @param isShort leaves out who stands behind what
 */
export function segmentsText(segments: readonly Segment[], names: TextNames, isShort = false): string {
  return segments
    .map((segment) => {
      if (segment.kind === 'words') return segment.text;
      const alternatives = segment.alternatives.map((alternative) => {
        const words = segmentsText(alternative.segments, names, isShort);
        return words + (isShort ? '' : backing(alternative, names));
      });
      return `[${alternatives.join(' / ')}]`;
    })
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

/** How far the text has come, in a sentence. */
export function standingSentence(document: TextDocument): string {
  const { standing, revision, openBrackets, settled, onAgenda } = document;
  switch (standing) {
    case 'untabled':
      return 'No text has been tabled yet.';
    case 'adopted':
      return `Adopted in month ${document.adopted}; not in force.`;
    case 'in-force':
    case 'terminated': {
      const { adopted, inForce, amended, terminated } = document;
      const months = listWords(amended.map(String));
      const changed =
        amended.length === 0 ? '' : `, amended in month${amended.length > 1 ? 's' : ''} ${months}`;
      const ended = terminated === undefined ? '' : `, at an end since month ${terminated}`;
      return `Adopted in month ${adopted}, in force since month ${inForce}${changed}${ended}.`;
    }
    default: {
      const brackets = openBrackets === 1 ? '1 open bracket' : `${openBrackets} open brackets`;
      const closed = `${settled} of ${onAgenda} issues closed for now`;
      const end = standing === 'abandoned' ? ' The talks ended without an agreement.' : '';
      return (
        `Revision ${revision}: ${brackets}, ${closed}. Nothing is agreed until everything is ` +
        `agreed.${end}`
      );
    }
  }
}

/** A month, or a dash for what did not happen. */
export function monthText(month: number | undefined): string {
  return month === undefined ? '–' : `month ${month}`;
}

/** An amendment in a sentence. */
export function amendmentText(amendment: Amendment, names: TextNames): string {
  const { number, issue, from, to, sponsors, fate } = amendment;
  const instead = from === undefined ? '' : ` instead of “${names.option(issue, from)}”`;
  const by = listWords(sponsors.map((id) => names.code(id)));
  const what = `“${names.option(issue, to)}”${instead} for ${names.issue(issue)}`;
  return `Amendment ${number}${by === '' ? '' : ` (${by})`}: ${what}; ${fate}.`;
}

/** A footnote in a sentence. */
export function footnoteText(note: TextDocument['footnotes'][number], names: TextNames): string {
  return (
    `${names.party(note.party)} joined the consensus and dissociated itself from ` +
    `“${names.issue(note.issue)}”.`
  );
}

/** A reservation in a sentence. */
export function reservationText(note: TextDocument['reservations'][number], names: TextNames): string {
  const issues = listWords(note.issues.map((id) => `“${names.issue(id)}”`));
  return `${names.party(note.party)} joined with a reservation to ${issues}.`;
}

/** An objection to reservations in a sentence. */
export function objectionText(note: TextDocument['objections'][number], names: TextNames): string {
  const effect = note.relations
    ? 'This does not keep the Agreement from being in force between them.'
    : 'The Agreement is not in force between them.';
  return `${names.party(note.party)} objected to the reservations of ${names.party(note.of)}. ${effect}`;
}

/** A declaration in a sentence. */
export function declarationText(note: TextDocument['declarations'][number], names: TextNames): string {
  return `${names.party(note.party)} ${note.endorses ? 'endorses' : 'opposes'} the Agreement.`;
}

/** Headings and their lines, of the parts after the final clauses that have something to say. */
export function annexes(document: TextDocument, names: TextNames): [heading: string, lines: string[]][] {
  const parts: [string, string[]][] = [
    ['Reservations', document.reservations.map((note) => reservationText(note, names))],
    ['Objections', document.objections.map((note) => objectionText(note, names))],
    ['Declarations', document.declarations.map((note) => declarationText(note, names))],
    ['Footnotes', document.footnotes.map((note) => `${note.number}. ${footnoteText(note, names)}`)],
    ['Amendments', document.amendments.map((amendment) => amendmentText(amendment, names))],
  ];
  return parts.filter(([, lines]) => lines.length > 0);
}

/** Marks of a format: what stands around headings and paragraphs. */
interface Marks {
  readonly title: (text: string) => string;
  readonly heading: (text: string) => string;
  readonly words: (text: string) => string;
}

const markdown: Marks = {
  title: (text) => `# ${escapeMarkdown(text)}`,
  heading: (text) => `## ${escapeMarkdown(text)}`,
  words: escapeMarkdown,
};

const plainText: Marks = {
  title: (text) => text,
  heading: (text) => text,
  words: (text) => text,
};

/** Text as Markdown that shows it as it is: neither emphasis, links nor HTML. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&');
}

/** A recital with the comma that ends it. */
export function recitalText(recital: string): string {
  return `${recital.trim().replace(/[,;.]$/, '')},`;
}

/** A document as paragraphs, each a line; an empty line stands between them. */
function paragraphs(document: TextDocument, names: TextNames, marks: Marks): string[] {
  const { heading, words, title } = marks;
  const many = (paragraph: string, index: number, all: readonly string[]) =>
    words(all.length > 1 ? `${index + 1}. ${paragraph}` : paragraph);
  const articles = document.articles.flatMap((article) => {
    const clauses = article.clauses.map((clause) => {
      const notes = clause.footnotes.map((number) => `(${number})`).join('');
      const closed = clause.status === 'closed' ? ' (closed for now)' : '';
      return `${segmentsText(clause.segments, names)}${notes === '' ? '' : ` ${notes}`}${closed}`;
    });
    return [heading(`Article ${article.number}. ${article.heading}`), ...clauses.map(many)];
  });
  const finals = document.finalClauses.flatMap((clause, index) => [
    heading(`Article ${document.articles.length + index + 1}. ${clause.heading}`),
    ...clause.paragraphs.map(many),
  ]);
  const signatures = document.signatures.map(({ party, signed, acceded, ratified, bound, withdrawn }) => {
    const joined = acceded === undefined ? `signed ${monthText(signed)}` : `acceded ${monthText(acceded)}`;
    const left = withdrawn === undefined ? '' : `, withdrew ${monthText(withdrawn)}`;
    return words(
      `${names.code(party)} ${names.party(party)}: ${joined}, ratified ${monthText(ratified)}, ` +
        `bound ${monthText(bound)}${left}`,
    );
  });
  const isDone = document.adopted !== undefined;
  return [
    title(document.title),
    words(standingSentence(document)),
    ...(document.articles.length === 0
      ? []
      : [
          words('The Parties to this Agreement,'),
          ...document.preamble.map((recital) => words(recitalText(recital))),
          words('Have agreed as follows:'),
          ...articles,
          ...finals,
        ]),
    ...(isDone ? [heading('Signatures'), words(document.testimonium), ...signatures] : []),
    ...annexes(document, names).flatMap(([name, lines]) => [heading(name), ...lines.map(words)]),
  ];
}

/** A document as plain text. */
export function documentText(document: TextDocument, names: TextNames): string {
  return `${paragraphs(document, names, plainText).join('\n\n')}\n`;
}

/** A document as Markdown. */
export function documentMarkdown(document: TextDocument, names: TextNames): string {
  return `${paragraphs(document, names, markdown).join('\n\n')}\n`;
}

/** What changed between two texts: removed words between `[-` and `-]`, added ones between `{+` and `+}`. */
export function diffText(
  changes: { readonly from: number; readonly to: number; readonly diff: TextDiff },
  asMarkdown = false,
): string {
  const { words, title, heading } = asMarkdown ? markdown : plainText;
  const clauses = changes.diff.clauses.flatMap((clause) => [
    heading(clause.heading),
    clause.words.map((change) => changeText(change, words, asMarkdown)).join(' '),
  ]);
  const body = clauses.length === 0 ? [words('The words are the same.')] : clauses;
  const first = title(`Changes from revision ${changes.from} to revision ${changes.to}`);
  return `${[first, ...body].join('\n\n')}\n`;
}

function changeText({ kind, text }: WordChange, words: Marks['words'], asMarkdown: boolean): string {
  if (kind === 'same') return words(text);
  const [open, close] = asMarkdown
    ? kind === 'removed'
      ? ['~~', '~~']
      : ['**', '**']
    : kind === 'removed'
      ? ['[-', '-]']
      : ['{+', '+}'];
  return `${open}${words(text)}${close}`;
}
