/** What the promise of reproducible runs says, and what it rests on. */
import { engineVersion, rulesVersion } from '../../../engine/version.ts';
import { heading, type PageSource, paragraph } from '../blocks.ts';

/** The page of determinism. */
export const determinismPage: PageSource = {
  path: 'determinism',
  title: 'Determinism',
  summary: 'The same scenario, seed, inputs and rules give the same run, to the last bit, on any machine.',
  blocks: () => [
    heading('The promise'),
    paragraph(
      'A run is a pure function of its scenario, its seed, the moves of people in their order, and its ' +
        'branch point. Equal ones give equal digests: on any machine, in any browser, with any number of ' +
        'workers. A record holds all of them, so `plenary replay FILE` proves a run, or names the first ' +
        'round, party and slice in which it differs.',
    ),
    paragraph(
      `This is engine ${engineVersion} with rules ${rulesVersion}. The number of the rules rises, with ` +
        'a line in the changelog, whenever the digest of any run changes. Neither is part of a digest: a ' +
        'record of another version is played, and the answer is “same” or “differs first at”.',
    ),
    heading('What it rests on'),
    {
      kind: 'list',
      items: [
        'The engine has no clock, no global randomness, no locale and no input or output; the compiler ' +
          'and a test hold it to that.',
        'Random numbers are looked up, not consumed: a draw is a function of run key, stream, party, ' +
          'round and number (Philox4x32-10). A draw in one place shifts no other, and arms of an ' +
          'experiment share the draws they have in common.',
        'Arithmetic uses `+ - * /` and square roots, which IEEE 754 fixes, and portable versions of ' +
          '`exp`, `ln` and `pow`; the ones of the language differ between engines.',
        'Parties, issues and options are numbered in the order of their ids, so the order in the file ' +
          'never matters.',
        'Every fact goes into a chain of 128 bits as it happens, whoever listens. The digest of a run ' +
          'is the SHA-256 of the scenario’s digest, the seed and the chain at each round.',
        'Strategies see only what their seat may know; what people type besides their moves never ' +
          'enters a run.',
      ],
    },
    heading('Seeds'),
    paragraph(
      'A seed is a whole number or a text of 1 to 256 characters. The number 7 and the text 7 are one ' +
        'seed; spaces and case count. In a session with people the seed is secret until the run is over.',
    ),
    heading('Branches'),
    paragraph(
      'A branch shares the past of a run up to a round. Replicate 0 is the same future, to the bit; 1, ' +
        '2, … draw anew from that round on. `plenary branch FILE --round R --replicate K` plays one.',
    ),
  ],
};
