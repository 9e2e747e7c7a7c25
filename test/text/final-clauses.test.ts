/** Final clauses say what the rules are, whatever keys the rules have. */
import { describe, expect, test } from 'vitest';
import { viewScenario } from '../../engine/index.ts';
import { entryIntoForce, finalClauses, testimonium } from '../../engine/text/final-clauses.ts';
import { compiled, firstMandateDocument, type Loose } from '../run/first-mandate.ts';

async function clauses(edit: (document: Loose) => void) {
  const document: Loose = firstMandateDocument();
  edit(document);
  const scenario = await compiled(document);
  return viewScenario(scenario.file, { role: 'public' }, false);
}

const view = await clauses((document) => {
  document.treaty = { depositary: 'the Secretary-General' };
  document.groups = [{ id: 'members', title: 'Members of the Council', members: ['norland', 'meridia'] }];
  document.tables = [{ id: 'emissions', title: 'emissions of 2010', unit: 'kt', values: { norland: 1 } }];
});

const late =
  'For each State that ratifies or accedes to this Agreement after that, it shall enter into force for ' +
  'that State ';

describe('entry into force', () => {
  const rows: readonly (readonly [string, Parameters<typeof entryIntoForce>[0], readonly string[]])[] = [
    [
      'a number of parties',
      { parties: 3 },
      [
        'This Agreement shall enter into force on the day on which three States have deposited their ' +
          'instruments of ratification with the Secretary-General.',
        `${late}on the day on which that State deposits its own instrument.`,
      ],
    ],
    [
      // Council of Europe Framework Convention on Artificial Intelligence (CETS 225), art. 30(3): five, three
      // of them members, first day of the month after three months.
      'some of a group, months and the first of a month',
      {
        parties: 5,
        subsetMin: [{ group: 'members', n: 3 }],
        delay: { days: 0, months: 3, firstOfMonth: true },
      },
      [
        'This Agreement shall enter into force on the first day of the month that follows a period of ' +
          'three months after the day on which five States, among them at least three of “Members of the ' +
          'Council”, have deposited their instruments of ratification with the Secretary-General.',
        `${late}on the first day of the month that follows a period of three months after the day on which ` +
          'that State deposits its own instrument.',
      ],
    ],
    [
      // Paris Agreement, art. 21(1): 55 Parties with 55 per cent of emissions, on the thirtieth day after.
      'a share of a table, and days',
      {
        parties: 55,
        shareOf: { table: 'emissions', minShare: 0.55 },
        delay: { days: 30, months: 0, firstOfMonth: false },
        lateParty: 'at-once',
        notBefore: '2020-01-01',
      },
      [
        'This Agreement shall enter into force 30 days after the day on which 55 States, which together ' +
          'account for at least 55 per cent of the total by “emissions of 2010”, have deposited their ' +
          'instruments of ratification with the Secretary-General, but not before 2020-01-01.',
        `${late}on the day on which that State deposits its own instrument.`,
      ],
    ],
  ];
  test.each(rows)('%s', (_what, rule, paragraphs) => {
    expect(entryIntoForce(rule, view)).toEqual(paragraphs);
  });
});

test('an additional protocol has its own record of ratification', async () => {
  const scenario = await clauses((document) => {
    document.groups = [{ id: 'outsiders', title: 'Nuclear powers', members: ['norland', 'meridia'] }];
    document.rules.additionalProtocols = [
      { id: 'ii', title: 'Protocol II', joins: 'outsiders', entryIntoForce: { parties: 1 } },
    ];
    document.rules.entryIntoForce = { parties: 2 };
  });
  expect(
    finalClauses(scenario)
      .find(({ id }) => id === 'protocol-ii')
      ?.paragraphs.slice(0, 2),
  ).toEqual([
    '“Protocol II” is open for signature by the States of “Nuclear powers”, which are not Parties to this ' +
      'Agreement.',
    'This Protocol shall enter into force on the day on which one State has deposited its instrument of ' +
      'ratification with the Secretary-General of the Secretariat.',
  ]);
});

test('reservations, languages and the closing words follow the scenario', async () => {
  const paragraph = async (permitted: unknown) => {
    const scenario = await clauses((document) => {
      document.rules.reservations = { permitted };
    });
    return finalClauses(scenario).find(({ id }) => id === 'reservations')?.paragraphs[0];
  };
  expect(await paragraph('none')).toBe('No reservations may be made to this Agreement.');
  expect(await paragraph('all')).toMatch(/not incompatible with the object and purpose/);
  expect(await paragraph(['aid'])).toBe(
    'A State may, when it signs or accedes to this Agreement, formulate a reservation to what this ' +
      'Agreement provides under “Assistance and capacity”. No other reservation may be made.',
  );
  expect(
    testimonium({ ...view.treaty, place: 'Vienna', date: '23 May 1969', languages: ['English', 'French'] }),
  ).toBe('Done at Vienna on 23 May 1969 in a single copy in English and French.');
});
