/** The forecast report: one section a file. */
import { table, wrap } from '../../cli/text.ts';
import { lawsVote } from './laws-vote.ts';
import { parisOutcome } from './paris-outcome.ts';
import { ratificationLags } from './ratification.ts';
import { ratificationCurves } from './ratification-curves.ts';
import type { ForecastSection } from './report.ts';

/** All sections. */
export async function forecastReport(dataDir: string | undefined): Promise<ForecastSection[]> {
  return [
    await parisOutcome(dataDir),
    await lawsVote(dataDir),
    await ratificationLags(dataDir),
    ratificationCurves(),
  ];
}

/** The report for a terminal. */
export function forecastLines(sections: readonly ForecastSection[]): string[] {
  return sections.flatMap((section) => {
    const columns = section.columns.map((title, n) =>
      n === 0 ? { title, wraps: true } : { title, align: 'right' as const },
    );
    return [
      ...wrap(section.title),
      ...(section.rows.length > 0 ? table(columns, section.rows) : []),
      ...section.notes.flatMap((note) => wrap(note, { indent: '  ' })),
      ...wrap(section.citation, { indent: '  ' }),
      '',
    ];
  });
}
