/** The text as a document: how it nests, how brackets are read, how a party joins in part. */
import { type Block, heading, type PageSource, paragraph } from '../blocks.ts';

const nestedExample = `issues:
  - id: certification
    article: Certification
    options:
      - id: own-rules
        sentence: Each Party shall apply its own rules.
      - id: audit
        sentence: Each Party shall have systems audited {audit-frequency} by a third party.
  - id: audit-frequency
    article: Frequency of audits
    within: { issue: certification, options: [audit] }
    options:
      - { id: when-asked, title: when asked, sentence: when a Party asks for it }
      - { id: yearly, title: yearly, sentence: every year }`;

const permissions = `rules:
  reservations: { permitted: [aid] }            # none, all, or ids of issues
  dissociation: { permitted: true, most: 2 }`;

function blocks(): readonly Block[] {
  return [
    paragraph(
      'A text is a document: title and preamble (`treaty` of the scenario), an article for each issue, the ' +
        'weightiest first, and final clauses that are made from the rules. Issues with the same article ' +
        'heading are paragraphs of one article. `plenary text SOURCE` prints it at any revision, as text, ' +
        'Markdown or a page; the server has the page of a run at `/api/runs/ID/text?revision=N`.',
    ),
    heading('Brackets'),
    paragraph(
      'An issue that is open stands in brackets, with each option that a party with a vote supports and ' +
        'the one in the chair’s text: `shall contribute [0.1 — NRL / 0.25 — ALD; SOL objects] per cent`. ' +
        'Words that ' +
        'all of them share stand outside. After the dash stand those who support an option, then those who ' +
        'object to it. An option that only parties without a vote support is in no bracket until a state ' +
        'takes it up. A closed issue loses its bracket and is marked “closed for now”: nothing is agreed ' +
        'until everything is, and an objection opens it again. The count of brackets tells how far the ' +
        'talks have come.',
    ),
    heading('Brackets inside brackets'),
    paragraph(
      'An issue may stand inside a sentence of another one: it names the options that have a place for it ' +
        'under `within`, and their sentences have its id in braces.',
    ),
    { kind: 'code', text: nestedExample },
    paragraph(
      'While the text has none of these options, the inner issue is no part of it: it stands at its ' +
        'reversion option and counts as such, so that utilities stay sums over issues. A circle, a ' +
        'sentence without the place and a place that no issue fills are problems with codes.',
    ),
    heading('Joining in part'),
    paragraph('Two ways are a scenario’s choice and off unless it says otherwise.'),
    { kind: 'code', text: permissions },
    paragraph(
      'A reservation is made when a party signs or accedes (Vienna Convention on the Law of Treaties 1969, ' +
        'arts. 2(1)(d) and 19 to 23). On a reserved issue the party is bound by its reversion option: the ' +
        'loss, the benefit and the cost of its own package count for it, as the exclusion is mutual ' +
        '(art. 21), and the others expect of it the share of the text’s depth that it keeps. Strategies ' +
        'reserve the issues on which the text crosses their red lines, if today’s practice does not, and ' +
        'join when the rest is worth their limit. Objections to reservations are not modelled: silence ' +
        'accepts them (art. 20).',
    ),
    paragraph(
      'A footnote of dissociation is made at adoption by consensus: the party does not object, and puts on ' +
        'record from which issues it dissociates itself. It is in and bound like the others. By default a ' +
        'delegation does so when the text is below its limit by no more than would make it abstain in a ' +
        'vote ' +
        '(0.02), crosses no red line, and when its gain on at most `most` issues would make up what is ' +
        'missing; else it objects.',
    ),
    heading('The page to print'),
    paragraph(
      'The page of a text loads nothing and has no script. It prints on A4 with page numbers: articles, ' +
        'signatures with their months, reservations, declarations, footnotes, amendments, and the command ' +
        'that makes the run again. Where an address can make it (a listed scenario, its seed and ' +
        'overrides, ' +
        'no moves of people) a QR code opens its verified replay: the server plays the run, the browser ' +
        'plays it again, and both are compared with the digest in the address. `--base URL` says which ' +
        'server the code leads to.',
    ),
  ];
}

/** The page. */
export const textPage: PageSource = {
  path: 'text',
  title: 'The text',
  summary: 'The treaty as a document: brackets, revisions, reservations, footnotes, and the page to print.',
  blocks,
};
