/** Which factors and parameters matter. */
import { figure, label } from '../charts/svg.ts';
import type { ReportData } from '../collect.ts';
import { groupsText, tellings } from '../contrast.ts';
import {
  heading,
  interval,
  type Names,
  paragraph,
  percent,
  probability,
  type Section,
  table,
} from '../html.ts';
import type { Sensitivity } from '../sensitivity.ts';

/** Parameters that a table lists: those that part the points best. */
const mostFlippers = 10;

function sensitivityTable(found: Sensitivity, names: Names): string {
  const { title } = names(found.metric);
  const name = heading(3, `sensitivity-${found.metric}`, title);
  switch (found.kind) {
    case 'morris': {
      const rows = found.factors.map(({ name: factor, effect }) => [
        factor,
        interval(effect.muStar),
        interval(effect.mu),
        figure(effect.sigma),
      ]);
      return (
        name +
        table(
          'Elementary effects (Morris), for the whole range of each factor',
          ['factor', 'μ*', 'μ', 'σ'],
          rows,
        )
      );
    }
    case 'sobol': {
      const rows = found.indices.factors.map(({ first, total }, f) => [
        found.names[f] ?? '',
        interval(first),
        interval(total),
      ]);
      return (
        name +
        table(
          'Shares of the variance (Sobol), with bootstrap intervals',
          ['factor', 'alone', 'with others'],
          rows,
        )
      );
    }
    case 'regression': {
      const { coefficients, rSquared, errors, n } = found.model;
      const rows = coefficients.map((entry) => [
        entry.name,
        interval(entry),
        figure(entry.standardised),
        probability(entry.p),
      ]);
      const how = errors === 'clustered' ? 'errors clustered by seed' : 'robust errors (HC3)';
      return (
        name +
        table(
          `Linear model over ${n} runs, R² = ${figure(rSquared)}, ${how}`,
          ['factor', 'coefficient', 'standardised', 'p'],
          rows,
        )
      );
    }
  }
}

function sensitivitySection(data: ReportData, names: Names): string {
  const { sensitivity, space } = data;
  const spread = space.flatMap(({ hypothesis, share }) => {
    if (share.flippers.length === 0) return [];
    const { named, counted } = tellings[share.contrast];
    const rows = share.flippers
      .slice(0, mostFlippers)
      .map((flipper) => [
        flipper.parameter,
        figure(flipper.separation),
        probability(flipper.p),
        probability(flipper.adjusted),
        `${flipper.holds} ${label(flipper.threshold)}`,
        percent(flipper.shareBelow.estimate),
        percent(flipper.shareAbove.estimate),
      ]);
    const columns = [
      'parameter',
      'separation',
      'p',
      'p (Holm)',
      named,
      `${counted} below`,
      `${counted} above`,
    ];
    const first = share.flippers.length > mostFlippers ? `: the ${mostFlippers} that do so best` : '';
    const caption = `What parts ${groupsText(share)}${first}`;
    const family = `Holm’s correction is for the ${share.tried} tests of this hypothesis: parameters and kinds of points.`;
    const few = share.canTell ? '' : ' There are too few points on one side to tell any.';
    const said = paragraph(`${family}${few}`);
    return [heading(3, `space-${hypothesis}`, hypothesis) + table(caption, columns, rows) + said];
  });
  if (sensitivity.length + spread.length === 0) return '';
  return (
    heading(2, 'sensitivity', 'Sensitivity') +
    sensitivity.map((found) => sensitivityTable(found, names)).join('') +
    spread.join('')
  );
}

/** The section. */
export const sensitivity: Section = { id: 'sensitivity', render: sensitivitySection };
