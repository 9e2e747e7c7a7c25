/**
 * A scorable game of six parties, five issues and 720 deals, of the kind known from negotiation courses as
 * Harborco. The numbers are those of the game `base` of S-Abdelnabi/LLM-Deliberation (MIT licence, © 2023
 * Sahar Abdelnabi; Abdelnabi et al., NeurIPS 2024, arXiv 2309.17234); titles and sentences are our own, and
 * no case text is carried.
 */

interface ScoredParty {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  /** What it has without a deal: it takes a deal that scores at least so much. */
  readonly threshold: number;
  /** By issue and option. */
  readonly scores: readonly (readonly number[])[];
}

const parties: readonly ScoredParty[] = [
  {
    id: 'mayor',
    code: 'MAY',
    name: 'Host authority',
    threshold: 30,
    scores: [
      [14, 8, 0],
      [12, 8, 0],
      [24, 18, 12, 0],
      [40, 30, 23, 0],
      [0, 2, 4, 7, 10],
    ],
  },
  {
    id: 'cities',
    code: 'CIT',
    name: 'Neighbouring authorities',
    threshold: 31,
    scores: [
      [0, 4, 10],
      [0, 0, 0],
      [12, 8, 6, 0],
      [0, 8, 13, 18],
      [60, 45, 30, 15, 0],
    ],
  },
  {
    id: 'union',
    code: 'UNI',
    name: 'Workers',
    threshold: 50,
    scores: [
      [15, 20, 0],
      [0, 0, 0],
      [42, 35, 25, 0],
      [30, 20, 10, 0],
      [2, 4, 6, 8, 0],
    ],
  },
  {
    id: 'developer',
    code: 'DEV',
    name: 'Developer',
    threshold: 55,
    scores: [
      [14, 8, 0],
      [11, 7, 0],
      [0, 5, 10, 17],
      [35, 29, 20, 0],
      [0, 5, 10, 15, 23],
    ],
  },
  {
    id: 'ministry',
    code: 'TRA',
    name: 'Transport ministry',
    threshold: 65,
    scores: [
      [0, 11, 5],
      [0, 20, 25],
      [0, 2, 4, 9],
      [10, 26, 40, 0],
      [4, 8, 15, 12, 0],
    ],
  },
  {
    id: 'nature',
    code: 'ENV',
    name: 'Nature groups',
    threshold: 55,
    scores: [
      [0, 22, 45],
      [0, 25, 55],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 0, 0],
    ],
  },
];

const issueTitles = ['Site', 'Nature', 'Jobs', 'Public loan', 'Compensation'];

/** The two whose no is a veto: the developer that proposes and the ministry that gives the permit. */
const vetoes = ['developer', 'ministry'];

/**
 * The game as a scenario document. A deal passes with five of six, the two with a veto among them: five
 * sixths of the members, and a weight that cannot be reached without both.
 */
export function harborcoDocument(): unknown {
  const letters = 'ABCDE';
  const issues = issueTitles.map((title, k) => ({
    id: `issue-${letters[k].toLowerCase()}`,
    title,
    article: title,
    depth: 0.2,
    options: parties[0].scores[k].map((_, o) => ({
      id: `${letters[k].toLowerCase()}${o + 1}`,
      title: `${title}, option ${o + 1}`,
      sentence: `On the matter of ${title.toLowerCase()}, option ${o + 1} is agreed.`,
    })),
  }));
  const table = (score: (issue: number, option: number) => number) =>
    Object.fromEntries(
      issues.map(({ id, options }, k) => [
        id,
        Object.fromEntries(options.map((option, o) => [option.id, score(k, o)])),
      ]),
    );
  return {
    format: 1,
    id: 'scorable-game',
    title: 'A scorable game of six parties',
    summary: 'Six parties, five issues, 720 deals.',
    ticks: 12,
    sources: ['S-Abdelnabi/LLM-Deliberation, games_descriptions/base (MIT licence, © 2023 Sahar Abdelnabi).'],
    utility: { model: 'scores', noise: 0 },
    parties: [
      ...parties.map((party) => ({
        id: party.id,
        code: party.code,
        name: party.name,
        kind: 'state',
        weight: vetoes.includes(party.id) ? 0.3 : 0.1,
        margin: 0,
        reservation: party.threshold,
        scores: table((k, o) => party.scores[k][o]),
      })),
      {
        id: 'secretariat',
        code: 'SEC',
        name: 'Secretariat',
        kind: 'organisation',
        margin: 0,
        reservation: 0,
        scores: table(() => 0),
      },
    ],
    issues,
    rules: {
      decision: [{ rule: 'double-majority', members: 5 / 6, weight: 0.8 }],
      entryIntoForce: { parties: 5 },
    },
    chair: 'secretariat',
    phases: [
      { id: 'bargaining', protocol: 'single-text', rounds: 8 },
      { id: 'adoption', protocol: 'adoption' },
    ],
  };
}
