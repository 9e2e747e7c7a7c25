/**
 * First mandate with an issue inside a sentence: how often a third party audits stands only in the options of
 * certification that know audits.
 */
import { firstMandateDocument, type Loose } from '../run/first-mandate.ts';

/** What the sentences with a place for the inner issue begin with. */
export const auditSentence =
  'Each Party shall have high-impact systems audited {audit-frequency} by a third party.';

/** The document, with its rules and phases as the caller edits them. */
export function nestedDocument(edit: (document: Loose) => void = () => {}): Loose {
  const document: Loose = firstMandateDocument();
  const certification = document.issues.find((issue: Loose) => issue.id === 'certification');
  certification.depth = 0.25;
  for (const option of certification.options) {
    if (option.id === 'third-party-audit') option.sentence = auditSentence;
    if (option.id === 'mutual-recognition') {
      option.sentence =
        'Each Party shall recognise certificates of systems audited {audit-frequency} abroad.';
    }
  }
  document.issues.push({
    id: 'audit-frequency',
    title: 'Frequency of audits',
    article: 'Frequency of audits',
    depth: 0.05,
    reversion: 'when-asked',
    within: { issue: 'certification', options: ['third-party-audit', 'mutual-recognition'] },
    options: [
      { id: 'when-asked', title: 'when asked', sentence: 'when a Party asks for it' },
      { id: 'five-years', title: 'every five years', sentence: 'every five years' },
      { id: 'yearly', title: 'yearly', sentence: 'every year' },
    ],
  });
  for (const [index, party] of document.parties.entries()) {
    party.ideal['audit-frequency'] = [0, 0.5, 1][index % 3];
    party.salience['audit-frequency'] = party.salience.certification / 2;
    party.salience.certification /= 2;
  }
  edit(document);
  return document;
}
