/**
 * A text as a page of its own: a treaty that reads on a screen, by ear and on paper, with its brackets, its
 * signatures and the way to make the run again. Nothing outside the page is loaded, and it has no script.
 */
import type { ScenarioView } from '../../engine/index.ts';
import type { TextDiff } from '../../engine/text/diff.ts';
import type { Article, Clause, TextDocument } from '../../engine/text/document.ts';
import {
  amendmentText,
  declarationText,
  footnoteText,
  monthText,
  namesOf,
  objectionText,
  recitalText,
  reservationText,
  standingSentence,
  type TextNames,
} from '../../engine/text/render-text.ts';
import type { Alternative, Segment } from '../../engine/text/segments.ts';
import { escapeText } from './escape.ts';
import { qrSvg } from './qr.ts';
import { treatyStyle } from './style.ts';

/** How the run behind a text is made again. */
export interface Again {
  /** The line for a terminal. */
  readonly command: string;
  readonly seed: string;
  /** Digest of the run, as far as it is known and may be told. */
  readonly digest?: string;
  /** Address of the verified replay; absent for runs that an address cannot make, such as those of people. */
  readonly address?: string;
}

/** What a page is made from. */
export interface TreatyInput {
  readonly document: TextDocument;
  readonly scenario: Pick<ScenarioView, 'title' | 'parties' | 'issues'>;
  readonly again?: Again;
  /** Changes from another text, told before the articles. */
  readonly changes?: { readonly from: number; readonly to: number; readonly diff: TextDiff };
}

function codes(ids: readonly string[], names: TextNames): string {
  return ids.map((id) => `<abbr title="${escapeText(names.party(id))}">${names.code(id)}</abbr>`).join(', ');
}

/** Who stands behind an alternative, in small letters. */
function backingHtml({ supporters, objectors }: Alternative, names: TextNames): string {
  const against =
    objectors.length === 0
      ? ''
      : `<span class="against">${codes(objectors, names)} ` +
        `${objectors.length === 1 ? 'objects' : 'object'}</span>`;
  const parts = [codes(supporters, names), against].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` <span class="by">— ${parts.join('; ')}</span>`;
}

function segmentsHtml(segments: readonly Segment[], names: TextNames): string {
  return segments
    .map((segment) => {
      if (segment.kind === 'words') return escapeText(segment.text);
      const alternatives = segment.alternatives.map((alternative) => {
        const words = segmentsHtml(alternative.segments, names).trim();
        const shown = alternative.inText ? `<span class="in-text">${words}</span>` : words;
        return `${shown}${backingHtml(alternative, names)}`;
      });
      const inside = alternatives.join(' <span class="slash">/</span> ');
      return `<span class="bracket"><span class="edge">[</span>${inside}<span class="edge">]</span></span>`;
    })
    .join('');
}

function clauseHtml(clause: Clause, number: string, names: TextNames): string {
  const notes = clause.footnotes
    .map((note) => `<sup><a href="#note-${note}" aria-label="Footnote ${note}">${note}</a></sup>`)
    .join(' ');
  const closed = clause.status === 'closed' ? ' <span class="closed">(closed for now)</span>' : '';
  return `<p>${number}${segmentsHtml(clause.segments, names)}${notes}${closed}</p>`;
}

const numbered = (index: number, all: readonly unknown[]) => (all.length > 1 ? `${index + 1}. ` : '');

function articleHtml(number: number, heading: string, body: string): string {
  return (
    `<section aria-labelledby="article-${number}"><h2 id="article-${number}">Article ${number} ` +
    `<small>${escapeText(heading)}</small></h2>\n${body}\n</section>`
  );
}

function articlesHtml(articles: readonly Article[], names: TextNames): string[] {
  return articles.map(({ number, heading, clauses }) =>
    articleHtml(
      number,
      heading,
      clauses.map((clause, index) => clauseHtml(clause, numbered(index, clauses), names)).join('\n'),
    ),
  );
}

function finalsHtml({ finalClauses, articles }: TextDocument): string[] {
  return finalClauses.map(({ heading, paragraphs }, index) =>
    articleHtml(
      articles.length + index + 1,
      heading,
      paragraphs.map((text, i) => `<p>${numbered(i, paragraphs)}${escapeText(text)}</p>`).join('\n'),
    ),
  );
}

/** The first word or two of a recital are set in italics, as treaties do. */
function recitalHtml(recital: string): string {
  const [, verb = '', rest = ''] = /^(\S+)(.*)$/s.exec(recitalText(recital)) ?? [];
  return `<p class="recital"><em>${escapeText(verb)}</em>${escapeText(rest)}</p>`;
}

function signaturesHtml(document: TextDocument, names: TextNames): string {
  const rows = document.signatures.map(({ party, signed, acceded, ratified, bound, withdrawn }) => {
    const joined = acceded === undefined ? monthText(signed) : `acceded, ${monthText(acceded)}`;
    const until = withdrawn === undefined ? monthText(bound) : `withdrew, ${monthText(withdrawn)}`;
    return (
      `<tr><th scope="row">For ${escapeText(names.party(party))} ` +
      `<span class="code">${names.code(party)}</span></th>` +
      `<td class="number">${joined}</td><td class="number">${monthText(ratified)}</td>` +
      `<td class="number">${until}</td></tr>`
    );
  });
  return (
    '<section class="signatures" aria-labelledby="signatures"><h2 class="part" ' +
    'id="signatures">Signatures</h2>' +
    '<p>In witness whereof the undersigned, being duly authorised, have signed this Agreement.</p>' +
    `<p>${escapeText(document.testimonium)}</p>` +
    '<div class="wide" role="region" aria-label="Table of signatures" tabindex="0"><table>' +
    '<thead><tr><th scope="col">State</th><th scope="col" class="number">Signature</th>' +
    '<th scope="col" class="number">Ratification</th><th scope="col" class="number">Bound</th></tr></thead>' +
    `<tbody>${rows.join('\n')}</tbody></table></div></section>`
  );
}

function listHtml(id: string, heading: string, items: readonly string[], kind: 'ul' | 'ol' = 'ul'): string {
  if (items.length === 0) return '';
  return (
    `<section aria-labelledby="${id}"><h2 class="part" ` +
    `id="${id}">${heading}</h2><${kind}>${items.join('')}</${kind}></section>`
  );
}

const item = (text: string) => `<li>${escapeText(text)}</li>`;

function changesHtml(changes: NonNullable<TreatyInput['changes']>): string {
  const { from, to, diff } = changes;
  const clauses = diff.clauses.map(({ heading, words }) => {
    const text = words.map(({ kind, text: run }) => {
      const safe = escapeText(run);
      return kind === 'same' ? safe : kind === 'added' ? `<ins>${safe}</ins>` : `<del>${safe}</del>`;
    });
    return `<h3>${escapeText(heading)}</h3><p>${text.join(' ')}</p>`;
  });
  const body = clauses.length === 0 ? '<p>The words are the same.</p>' : clauses.join('\n');
  return (
    '<section aria-labelledby="changes"><h2 class="part" id="changes">' +
    `Changes from revision ${from} to revision ${to}</h2>\n${body}</section>`
  );
}

function againHtml(again: Again): string {
  const { command, address, digest, seed } = again;
  const code = address === undefined ? undefined : qrSvg(address, 'QR code of the address of the replay');
  const link =
    address === undefined
      ? ''
      : `<p>Its verified replay${code === undefined ? '' : ' (the code opens it)'}: ` +
        `<a href="${escapeText(address)}">open in the browser</a>.</p>`;
  const known = digest === undefined ? '' : `<p class="small">seed ${escapeText(seed)} · run ${digest}</p>`;
  return (
    '<section aria-labelledby="again"><h2 class="part" id="again">How this text came about</h2>' +
    '<div class="again"><div><p>It was negotiated in a simulation. This line makes the run again, to ' +
    'the last ' +
    `bit:</p><pre><code>${escapeText(command)}</code></pre>${link}${known}</div>${code ?? ''}</div></section>`
  );
}

/** The page as HTML. */
export function treatyPage({ document, scenario, again, changes }: TreatyInput): string {
  const names = namesOf(scenario);
  const hasText = document.articles.length > 0;
  const notes = document.footnotes.map(
    (note) => `<li id="note-${note.number}">${escapeText(footnoteText(note, names))}</li>`,
  );
  const parts = [
    ...(changes === undefined ? [] : [changesHtml(changes)]),
    ...(hasText
      ? [
          '<p class="recital">The Parties to this Agreement,</p>',
          ...document.preamble.map(recitalHtml),
          '<p class="recital"><em>Have agreed</em> as follows:</p>',
          ...articlesHtml(document.articles, names),
          ...finalsHtml(document),
        ]
      : []),
    ...(document.adopted === undefined ? [] : [signaturesHtml(document, names)]),
    listHtml(
      'reservations',
      'Reservations',
      document.reservations.map((note) => item(reservationText(note, names))),
    ),
    listHtml(
      'objections',
      'Objections',
      document.objections.map((note) => item(objectionText(note, names))),
    ),
    listHtml(
      'declarations',
      'Declarations',
      document.declarations.map((note) => item(declarationText(note, names))),
    ),
    listHtml('footnotes', 'Footnotes', notes, 'ol'),
    listHtml(
      'amendments',
      'Annex: amendments',
      document.amendments.map((amendment) => item(amendmentText(amendment, names))),
    ),
    ...(again === undefined ? [] : [againHtml(again)]),
  ].filter((part) => part !== '');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(document.title)}</title>
<style>${treatyStyle}</style>
</head>
<body>
<header>
<p class="kicker">${escapeText(scenario.title)}</p>
<h1>${escapeText(document.title)}</h1>
<p class="standing">${escapeText(standingSentence(document))}</p>
</header>
<main>
${parts.join('\n')}
</main>
</body>
</html>
`;
}
