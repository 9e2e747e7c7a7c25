/** What a run knows of the outcome space, and the words for it. */
import type { RunView } from '../../engine/analysis/fold.ts';
import type { ChangeView, DissenterView, OutcomePicture, PackageView } from '../workers/messages.ts';
import { listWords } from './faces.ts';

/** Whether everything that utilities are made of is known: it is not at a table that goes on. */
export function knowsUtilities(view: RunView): boolean {
  return view.scenario.parties.every((party) => party.benefit !== undefined && party.margin !== undefined);
}

/** How far each party expects the others to keep an agreement, as it last judged. */
export function reliabilities(view: RunView): Record<string, number> {
  return Object.fromEntries(
    [...view.parties.values()].flatMap(({ id, reasons }) =>
      reasons.reliability === undefined ? [] : [[id, reasons.reliability]],
    ),
  );
}

/** The text of a view, an option by issue; undefined before anything is drafted. */
export function textOf(view: RunView): Record<string, string> | undefined {
  const drafted = [...view.issues.values()].flatMap(({ id, option, admitted }) =>
    option === undefined || !admitted ? [] : [[id, option] as const],
  );
  return drafted.length === 0 ? undefined : Object.fromEntries(drafted);
}

/** A package of the cloud. */
export function packageAt({ parties, cloud }: OutcomePicture, index: number): PackageView {
  const { issues, optionIds, options, gains, takers } = cloud;
  const chosen = issues.map((issue, k) => [issue, optionIds[k]?.[options[index * issues.length + k]] ?? '']);
  return {
    options: Object.fromEntries(chosen),
    gains: Array.from(gains.subarray(index * parties.length, (index + 1) * parties.length)),
    takers: takers[index],
  };
}

/** From where a space is looked at: by two parties, or by what the worst off and all together have. */
export type Axes = 'all' | readonly [string, string];

/** The place of a package in a drawing. */
export function placeOf(
  picture: Pick<OutcomePicture, 'parties'>,
  gains: ArrayLike<number>,
  axes: Axes,
): { x: number; y: number } {
  if (axes === 'all') {
    let [x, y] = [Number.POSITIVE_INFINITY, 0];
    for (let n = 0; n < gains.length; n++) {
      x = Math.min(x, gains[n]);
      y += gains[n];
    }
    return { x, y };
  }
  const [across, up] = axes;
  const at = (id: string): number => gains[picture.parties.indexOf(id)] ?? 0;
  return { x: at(across), y: at(up) };
}

/** Names of the solution points. */
export const solutionWords: Readonly<Record<OutcomePicture['points'][number]['solution'], string>> = {
  utilitarian: 'largest sum',
  nash: 'Nash',
  egalitarian: 'egalitarian',
  'kalai-smorodinsky': 'Kalai–Smorodinsky',
};

/** A package as a person says it: the options, issue by issue. */
export function packageWords(view: RunView, { options }: Pick<PackageView, 'options'>): string {
  return view.scenario.issues
    .map((issue) => {
      const option = issue.options.find((candidate) => candidate.id === options[issue.id]);
      return `${issue.title}: ${option?.title ?? 'as today'}`;
    })
    .join('; ');
}

const figure = (value: number): string => value.toFixed(2).replace('-', '−');

function nameOf(view: RunView, id: string): string {
  return view.scenario.parties.find((party) => party.id === id)?.name ?? id;
}

/** A change in words. */
export function changeWords(view: RunView, change: ChangeView): string {
  switch (change.kind) {
    case 'option': {
      const issue = view.scenario.issues.find((candidate) => candidate.id === change.issue);
      const title = (id: string): string => issue?.options.find((option) => option.id === id)?.title ?? id;
      return `${issue?.title ?? change.issue}: “${title(change.to)}” instead of “${title(change.from)}”`;
    }
    case 'payment': {
      const donor = nameOf(view, change.donor);
      return `a payment of ${figure(change.amount)} from ${donor}, which keeps ${figure(change.keeps)}`;
    }
    case 'audit':
      return 'one audit more in each period';
    case 'voice':
      return `a seat that raises its voice from ${figure(change.from)} to ${figure(change.to)}`;
  }
}

/** What a remedy costs whom, in words. */
export function priceWords(view: RunView, { price, payers }: DissenterView['remedies'][number]): string {
  if (payers.length === 0) return 'It costs nobody anything.';
  const told = payers
    .slice(0, 3)
    .map(({ party, loses }) => `${nameOf(view, party)} gives up ${figure(loses)}`);
  if (payers.length > 3) told.push(`${payers.length - 3} others the rest`);
  const together = payers.length > 1 ? `, ${figure(price)} together` : '';
  return `${listWords(told)}${together}.`;
}

/** Why a party is not in, in words. */
export function lackWords({ isBeyondRedLine, lacks }: DissenterView): string {
  return isBeyondRedLine
    ? 'the text is beyond its red line'
    : `the text gives ${figure(lacks)} less than its limit`;
}
