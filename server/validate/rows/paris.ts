/** Row 1: entry into force of the Paris Agreement, for the treaty and for every party. */
import { formatDay, parseDay } from '../../../engine/calendar.ts';
import {
  type Deposit,
  entryIntoForce,
  explainThresholds,
  standing,
} from '../../../engine/rules/entry-into-force.ts';
import type { ForceRule } from '../../../engine/scenario/normal-force.ts';
import { shippedBody } from '../bodies.ts';
import { exactly, within } from '../compare.ts';
import { parisParties } from '../data/paris-parties.ts';
import type { Measured, ValidationRow } from '../row.ts';

const day = (text: string): number => parseDay(text) as number;

/** The United States withdrew with effect from 4 November 2020 and accepted again on 20 January 2021. */
const withdrawn = { id: 'usa', endsDay: '2020-11-04', again: '2021-01-20' };

/** All deposits, the second acceptance of the United States last. */
function deposits(partyIds: readonly string[]): Deposit[] {
  const first = parisParties.flatMap(({ id, deposit }): Deposit[] => {
    if (deposit === undefined) return [];
    const made = { party: partyIds.indexOf(id), day: day(deposit) };
    return [id === withdrawn.id ? { ...made, endsDay: day(withdrawn.endsDay) } : made];
  });
  return [...first, { party: partyIds.indexOf(withdrawn.id), day: day(withdrawn.again) }];
}

const dayLength = 86_400_000;

/**
 * The thirtieth day after a deposit, not before 4 November 2016, by the clock’s calendar and not the
 * engine’s.
 */
function published(deposited: number): string {
  const late = (deposited + 30) * dayLength;
  return new Date(Math.max(Date.UTC(2016, 10, 4), late)).toISOString().slice(0, 10);
}

function stateOn(rule: ForceRule, made: readonly Deposit[], date: string) {
  const [parties, share] = explainThresholds(rule, standing(made, day(date), rule.counts.length));
  return { parties: parties.have, percent: share.have * 100, met: parties.met && share.met };
}

async function run(): Promise<Measured[]> {
  const body = shippedBody('paris-agreement');
  const rule = body.entryIntoForce as ForceRule;
  const made = deposits(body.partyIds);
  const force = entryIntoForce(rule, made);
  const before = stateOn(rule, made, '2016-10-04');
  const after = stateOn(rule, made, '2016-10-05');
  const mismatches = made.filter(({ day: deposited }, d) => {
    const bound = force.boundDays[d];
    return bound === undefined || formatDay(bound) !== published(deposited);
  });
  const boundOn = (id: string, which = 0): string => {
    const places = made.flatMap(({ party }, d) => (body.partyIds[party] === id ? [d] : []));
    const bound = force.boundDays[places[which] ?? -1];
    return bound === undefined ? 'never' : formatDay(bound);
  };
  return [
    exactly(
      'signatures on the first day',
      175,
      parisParties.filter(({ signature }) => signature === '2016-04-22').length,
    ),
    within('share on 4 October 2016, per cent', 52.13, before.percent, 0.005),
    exactly('thresholds met on 4 October 2016', 'no', before.met ? 'yes' : 'no'),
    exactly('states on 5 October 2016', 73, after.parties),
    within('share on 5 October 2016, per cent', 58.83, after.percent, 0.005),
    exactly('thresholds met', '2016-10-05', formatDay(force.thresholdMetDay as number)),
    exactly('in force', '2016-11-04', formatDay(force.inForceDay as number)),
    exactly('Poland bound', '2016-11-06', boundOn('pol')),
    exactly('United Kingdom bound', '2016-12-18', boundOn('gbr')),
    exactly('United States bound again', '2021-02-19', boundOn('usa', 1)),
    exactly(`dates that differ, of ${made.length} deposits`, 0, mismatches.length),
  ];
}

/** The row. */
export const parisRow: ValidationRow = {
  row: 1,
  title: 'Paris Agreement: 55 parties, 55 % of emissions, thirtieth day',
  citation:
    'Paris Agreement, arts. 20(2) and 21; United Nations Treaty Collection XXVII.7.d; UNFCCC table ' +
    'for art. 21 ' +
    '(through openclimatedata/paris-agreement-entry-into-force)',
  run,
};
