/** Which factors and parameters matter. */
import { tellingLevel } from '../../../engine/analysis/statistics/flippers.ts';
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
    const rows = share.flippers.slice(0, mostFlippers).map((flipper) => {
      const { parameter, separation, p, adjusted, holds, threshold, shareBelow, shareAbove } = flipper;
      const head = [parameter, figure(separation), probability(p), probability(adjusted)];
      // A threshold that chance has put somewhere would only mislead.
      if (adjusted > tellingLevel) return [...head, '–', '–', '–'];
      const shares = [shareBelow, shareAbove].map(({ estimate }) => percent(estimate));
      return [...head, `${holds} ${label(threshold)}`, ...shares];
    });
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
    const caption = `What tells ${groupsText(share)}${first}`;
    const family = `Holm’s correction is for ${share.tried} tests: parameters and kinds of points.`;
    const few = share.canTell ? '' : ' There are too few points on one side to tell any.';
    const said = paragraph(`${family}${few}`);
    return [heading(3, `space-${hypothesis}`, hypothesis) + table(caption, columns, rows) + said];
  });
  if (sensitivity.length + spread.length === 0) return '';
  const legend =
    spread.length === 0
      ? ''
      : paragraph(
          'Separation is the largest difference of the cumulative shares of two kinds of points, 0 to 1: ' +
            '1 where one threshold tells them without an error. Its p value is exact (two-sample test of ' +
            'Kolmogorov and Smirnov). Shares are of all points on that side of the threshold.',
        );
  return (
    heading(2, 'sensitivity', 'Sensitivity') +
    sensitivity.map((found) => sensitivityTable(found, names)).join('') +
    legend +
    spread.join('')
  );
}

/** The section. */
export const sensitivity: Section = { id: 'sensitivity', render: sensitivitySection };
