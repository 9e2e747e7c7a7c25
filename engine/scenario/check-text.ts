/** Checks of the text as a document: nested issues, their places in sentences, and reservations. */
import { type Check, duplicates, unknownId } from './checks.ts';
import { placesIn } from './placeholders.ts';
import { type Finding, type Path, show } from './problems.ts';
import type { IssueFile, ScenarioFile } from './schema.ts';

/** The checks of the text. */
export const textChecks: readonly Check[] = [
  { needs: ['issues'], find: nesting },
  { needs: ['issues'], find: places },
  { needs: ['issues', 'rules'], find: reservations },
];

/** What is wrong with each `within`: names, circles, sentences without a place for it. */
function nesting({ issues }: ScenarioFile): Finding[] {
  const known = issues.map((issue) => issue.id);
  const byId = new Map(issues.map((issue) => [issue.id, issue]));
  return issues.flatMap((issue, index): Finding[] => {
    const { within } = issue;
    if (within === undefined) return [];
    const path = ['issues', index, 'within'];
    const parent = byId.get(within.issue);
    if (parent === undefined) return [unknownId([...path, 'issue'], within.issue, 'issue', known)];
    const circle = circleFrom(issue, byId);
    if (circle !== undefined) {
      const message = `${circle.map(show).join(' stands in ')}`;
      return [{ path: [...path, 'issue'], code: 'nesting-circular', message }];
    }
    return holdersOf(issue, parent, [...path, 'options']);
  });
}

/** Issues from this one outwards until it comes again; undefined when it does not. */
function circleFrom(issue: IssueFile, byId: ReadonlyMap<string, IssueFile>): string[] | undefined {
  const seen = [issue.id];
  for (let at: IssueFile | undefined = issue; at?.within !== undefined; at = byId.get(at.within.issue)) {
    const outer = at.within.issue;
    if (outer === issue.id) return [...seen, outer];
    // a circle further out, which is told of there
    if (seen.includes(outer)) return undefined;
    seen.push(outer);
  }
  return undefined;
}

/** Options of the outer issue that are named but have no place for the inner one, or none at all. */
function holdersOf(issue: IssueFile, parent: IssueFile, path: Path): Finding[] {
  const options = issue.within?.options ?? [];
  const known = parent.options.map((option) => option.id);
  const asEntries = options.map((id) => ({ id }));
  return [
    ...duplicates(asEntries, path, 'id').map((finding) => ({ ...finding, path: finding.path.slice(0, -1) })),
    ...options.flatMap((id, index): Finding[] => {
      const option = parent.options.find((candidate) => candidate.id === id);
      if (option === undefined) return [unknownId([...path, index], id, `option of ${parent.id}`, known)];
      if (placesIn(option.sentence).includes(issue.id)) return [];
      const message = `the sentence of ${parent.id}.${id} has no place for ${show(issue.id)}`;
      const hint = `Write {${issue.id}} in it, where the words of that issue belong.`;
      return [{ path: [...path, index], code: 'placeholder-missing', message, hint }];
    }),
  ];
}

/** Places in sentences that no issue fills, and issues that stand twice in one sentence. */
function places({ issues }: ScenarioFile): Finding[] {
  const known = issues.map((issue) => issue.id);
  return issues.flatMap((issue, index) =>
    issue.options.flatMap((option, at): Finding[] => {
      const path = ['issues', index, 'options', at, 'sentence'];
      const found = placesIn(option.sentence);
      return found.flatMap((id, place): Finding[] => {
        if (!known.includes(id)) return [unknownId(path, id, 'issue', known)];
        if (found.indexOf(id) !== place) {
          const message = `the issue ${show(id)} stands twice in the sentence`;
          return [{ path, code: 'placeholder-stray', message, hint: 'Take one of the two out.' }];
        }
        const within = issues[known.indexOf(id)].within;
        if (within?.issue === issue.id && within.options.includes(option.id)) return [];
        const message = `${show(id)} does not stand in the option ${issue.id}.${option.id}`;
        const hint =
          `Give the issue ${id} within: { issue: ${issue.id}, options: [${option.id}] }, or take ` +
          `{${id}} out of the sentence.`;
        return [{ path, code: 'placeholder-stray', message, hint }];
      });
    }),
  );
}

function reservations({ issues, rules }: ScenarioFile): Finding[] {
  const { permitted } = rules.reservations;
  if (!Array.isArray(permitted)) return [];
  const known = issues.map((issue) => issue.id);
  const path = ['rules', 'reservations', 'permitted'];
  return permitted.flatMap((id, index) =>
    known.includes(id) ? [] : [unknownId([...path, index], id, 'issue', known)],
  );
}
