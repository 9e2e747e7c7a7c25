/** The space of plausible values: what was varied in it, how far, and on what authority. */
import { rangeText } from '../../../engine/scenario/plausible.ts';
import type { ReportData } from '../collect.ts';
import { heading, paragraph, type Section, table } from '../html.ts';

function spaceSection({ batch }: ReportData): string {
  const { experiment, declared } = batch.job;
  const { space } = experiment;
  if (space === undefined) return '';
  const rows = space.ranges.map(({ id, title = id, between, scale }) => {
    const known = declared?.parameters.find(({ name }) => name === title);
    const range = rangeText(scale === 'log' ? { between, scale } : { between });
    if (known === undefined) return [title, '', range, '', 'the experiment'];
    return [title, String(Number(known.value.toPrecision(4))), range, known.unit, known.source];
  });
  const columns = ['parameter', 'the scenario has', 'plausible', 'unit', 'source'];
  const left = declared?.left ?? [];
  return (
    heading(2, 'space', 'The space of plausible values') +
    table('What was varied, all of it at once, in a Latin hypercube', columns, rows) +
    (left.length === 0
      ? ''
      : table(
          'What was left as the scenario has it',
          ['parameter', 'because'],
          left.map(({ name, why }) => [name, why]),
        )) +
    (space.leaveOut.length === 0 ? '' : paragraph(`The experiment leaves out: ${space.leaveOut.join(', ')}.`))
  );
}

/** The section. */
export const space: Section = { id: 'space', render: spaceSection };
