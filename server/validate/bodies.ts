/**
 * Bodies whose rules and figures are published: what the validation table is measured on, and what
 * `plenary power` and `plenary rules` show by name. Each is a rule file, read by the engine as any other.
 */
import { type Body, type BodyInput, bodyOf } from '../../engine/scenario/body.ts';
import { populationShares } from './data/council-figures.ts';
import { annexI1990 } from './data/kyoto-emissions.ts';
import { parisParties } from './data/paris-parties.ts';

const elected = Array.from({ length: 10 }, (_, seat) => `elected-${seat + 1}`);
const permanent = ['chn', 'fra', 'gbr', 'rus', 'usa'];

const securityCouncil: BodyInput = {
  id: 'security-council',
  title: 'United Nations Security Council, questions of substance',
  source:
    'Charter of the United Nations, art. 27(3); abstention is no veto: ICJ, Namibia opinion (1971), para. 22',
  parties: [...permanent, ...elected],
  groups: [{ id: 'permanent', title: 'permanent members', members: permanent }],
  decision: { rule: 'affirmative-votes', votes: 9, vetoes: ['permanent'] },
};

const securityCouncilProcedure: BodyInput = {
  id: 'security-council-procedure',
  title: 'United Nations Security Council, questions of procedure',
  source: 'Charter of the United Nations, art. 27(2)',
  parties: [...permanent, ...elected],
  decision: { rule: 'affirmative-votes', votes: 9 },
};

const council: BodyInput = {
  id: 'eu-council',
  title: 'Council of the European Union, qualified majority, 2025',
  source:
    'Treaty on European Union, art. 16(4); population shares: Agence Europe, bulletin 13544/22, 12 Dec 2024',
  parties: Object.keys(populationShares),
  tables: [
    { id: 'population', title: 'the population', unit: 'basis points', values: { ...populationShares } },
  ],
  decision: {
    rule: 'double-majority',
    members: 0.55,
    weight: 0.65,
    weights: 'population',
    blockingMinority: 4,
  },
};

const councilUnanimity: BodyInput = {
  id: 'eu-council-unanimity',
  title: 'Council of the European Union, unanimity',
  source:
    'Treaty on the Functioning of the European Union, art. 238(4): abstentions do not prevent unanimity',
  parties: Object.keys(populationShares),
  decision: { rule: 'unanimity', abstention: 'ignored' },
};

const parisIds = parisParties.map(({ id }) => id);

const paris: BodyInput = {
  id: 'paris-agreement',
  title: 'Paris Agreement, entry into force',
  source: 'Paris Agreement, arts. 20(2) and 21; emissions: UNFCCC table for art. 21',
  parties: parisIds,
  groups: [{ id: 'organisations', title: 'regional organisations', members: ['euu'] }],
  tables: [
    {
      id: 'emissions',
      title: 'greenhouse-gas emissions',
      unit: 'Gg of CO2 equivalent',
      values: Object.fromEntries(parisParties.map(({ id, emissions }) => [id, emissions ?? 0])),
    },
  ],
  entryIntoForce: {
    parties: 55,
    shareOf: { table: 'emissions', total: 37_168_339, minShare: 0.55 },
    organisations: 'organisations',
    delay: { days: 30 },
  },
};

const annexI = Object.keys(annexI1990);
// The Protocol needs 55 parties in all; who the others are makes no difference to the shares.
const others = Array.from({ length: 100 }, (_, place) => `other-${place + 1}`);

function kyoto(id: string, roundShares: 'none' | '1dp'): BodyInput {
  const rounding = roundShares === '1dp' ? ', shares rounded as published' : '';
  return {
    id,
    title: `Kyoto Protocol, entry into force${rounding}`,
    source: 'Kyoto Protocol, art. 25(1); FCCC/CP/1997/7/Add.1, annex; UNFCCC status of ratification',
    parties: [...annexI, ...others],
    groups: [{ id: 'annex-i', title: 'Annex I', members: annexI }],
    tables: [
      { id: 'co2-1990', title: 'Annex I emissions of 1990', unit: 'Gg of CO2', values: { ...annexI1990 } },
    ],
    entryIntoForce: {
      parties: 55,
      shareOf: { table: 'co2-1990', group: 'annex-i', total: 13_728_306, minShare: 0.55, roundShares },
      delay: { days: 90 },
    },
  };
}

const cets225Members = ['and', 'geo', 'isl', 'nor', 'mda', 'smr', 'gbr', 'mne'];

const cets225: BodyInput = {
  id: 'cets-225',
  title: 'Council of Europe Framework Convention on AI (CETS 225), entry into force',
  source: 'CETS 225, art. 30(3): five signatories, three of them members of the Council of Europe',
  parties: [...cets225Members, 'isr', 'usa', 'euu', 'can', 'jpn'],
  groups: [{ id: 'members', title: 'member States of the Council of Europe', members: cets225Members }],
  entryIntoForce: {
    parties: 5,
    subsetMin: [{ group: 'members', n: 3 }],
    delay: { months: 3, firstOfMonth: true },
    // the European Union signs as itself, and its members have not: it counts as one of the five
    reioCounts: true,
  },
};

const annex2 = Array.from({ length: 44 }, (_, place) => `annex-2-${place + 1}`);

const ctbt: BodyInput = {
  id: 'ctbt',
  title: 'Comprehensive Nuclear-Test-Ban Treaty, entry into force',
  source: 'CTBT, art. XIV and Annex 2: all 44 named States, 180 days',
  parties: [...annex2, ...others],
  groups: [{ id: 'annex-2', title: 'Annex 2 States', members: annex2 }],
  entryIntoForce: { parties: 44, all: 'annex-2', delay: { days: 180 } },
};

const inputs: readonly BodyInput[] = [
  securityCouncil,
  securityCouncilProcedure,
  council,
  councilUnanimity,
  paris,
  kyoto('kyoto-protocol', 'none'),
  kyoto('kyoto-protocol-rounded', '1dp'),
  cets225,
  ctbt,
];

/** Ids of the bodies, in the order in which they are listed. */
export const bodyIds: readonly string[] = inputs.map(({ id }) => id);

/** A body by its id; one that the engine refuses is a bug of this file. */
export function shippedBody(id: string): Body {
  const read = bodyOf(inputs.find((input) => input.id === id));
  if (!read.ok)
    throw new Error(`${id}: ${read.problems.map(({ path, message }) => `${path} ${message}`).join('; ')}`);
  return read.value;
}
