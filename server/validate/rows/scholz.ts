/** Row 6: the expected-utility model on the introduction of car emission standards, offer by offer. */
import type { RunEvent } from '../../../engine/index.ts';
import { compare, exactly, largestDifference, type Measured, type ValidationRow } from '../row.ts';
import { type Actor, dock, idOf, modelScenario, readData } from './model-scenario.ts';

const file = 'scholz_emissions.json';

interface Offer {
  readonly actor: string;
  readonly type: string;
  readonly other: string;
  readonly eu_self: number;
  readonly eu_other: number;
  readonly new_position: number;
}

interface Round {
  readonly round: number;
  readonly mean: number;
  readonly weighted_median: number;
  readonly events?: readonly Offer[];
}

interface Emissions {
  readonly actors: readonly {
    readonly Actor: string;
    readonly Capability: string;
    readonly Position: string;
    readonly Salience: string;
  }[];
  readonly expected_rounds: readonly Round[];
  readonly tolerance: number;
}

const issue = 'years';

/** Years on the ladder: a power of two, so that taking years to [0, 1] and back loses no digit. */
const scale = 16;

/** Ids that keep the order of the file, which is how the published program breaks ties. */
const idIn = (data: Emissions, name: string): string => {
  const index = data.actors.findIndex((actor) => actor.Actor === name);
  return `p${String(index).padStart(2, '0')}-${idOf(name)}`;
};

function emissionsScenario(data: Emissions): object {
  const actors: Actor[] = data.actors.map((actor) => ({
    id: idIn(data, actor.Actor),
    positions: {
      [issue]: {
        place: Number(actor.Position) / scale,
        salience: Number(actor.Salience),
        power: Number(actor.Capability),
      },
    },
  }));
  const places = Array.from({ length: scale + 1 }, (_, year) => year / scale);
  const rounds = data.expected_rounds.length - 1;
  const phase = { protocol: 'expected-utility-challenge', rounds, with: { poll: false } };
  return modelScenario(actors, [{ id: issue, places }], phase);
}

/** What a round said; `round` 0 is what held before the first. */
interface Told {
  mean: number;
  median: number;
  readonly offers: { actor: string; way: string; other: string; own: number; by: number; place: number }[];
}

function roundsIn(events: readonly RunEvent[]): Told[] {
  const told: Told[] = [{ mean: Number.NaN, median: Number.NaN, offers: [] }];
  for (const event of events) {
    if (event.kind === 'roundStarted') told.push({ mean: Number.NaN, median: Number.NaN, offers: [] });
    const now = told[told.length - 1];
    const offer = now.offers.at(-1);
    if (event.kind === 'compromised') now.mean = event.value * scale;
    else if (event.kind === 'medianFound') now.median = event.value * scale;
    else if (event.kind === 'challenged') {
      const { party: actor, way, by: other } = event;
      now.offers.push({ actor, way, other, own: Number.NaN, by: Number.NaN, place: Number.NaN });
    } else if (offer !== undefined && event.kind === 'challengeWeighed') {
      if (event.challenger === 'own') offer.own = event.value;
      else offer.by = event.value;
    } else if (offer !== undefined && event.kind === 'positionMoved') offer.place = event.value * scale;
  }
  return told;
}

const shown = (actor: string, way: string, other: string): string => `${actor} ${way} ${other}`;

function offersOf(data: Emissions, told: readonly Told[]): Measured[] {
  const published = data.expected_rounds.flatMap(({ events = [] }) => events);
  const measured = told.flatMap(({ offers }) => offers);
  const equal = published.filter((offer, index) => {
    const found = measured[index];
    const wanted = shown(idIn(data, offer.actor), offer.type, idIn(data, offer.other));
    return found !== undefined && shown(found.actor, found.way, found.other) === wanted;
  });
  const differences = published.flatMap((offer, index) => [
    Math.abs(offer.eu_self - (measured[index]?.own ?? Number.NaN)),
    Math.abs(offer.eu_other - (measured[index]?.by ?? Number.NaN)),
    Math.abs(offer.new_position - (measured[index]?.place ?? Number.NaN)),
  ]);
  return [
    exactly('offers', published.length, measured.length),
    exactly('offers between the same actors, of the same kind', published.length, equal.length),
    largestDifference(
      'offers: largest difference of an expected utility or position',
      differences,
      data.tolerance,
    ),
  ];
}

/** The row. */
export const scholz: ValidationRow = {
  row: 6,
  title: 'Expected-utility model on EC car emissions: 10 actors, 10 rounds',
  citation:
    'Scholz, Calbert & Smith 2011, J. Theoretical Politics 23(4):510–531, after Bueno de Mesquita 1994',
  needsData: [file],
  async run({ dataDir }) {
    const data = readData(dataDir, file) as Emissions;
    const { events } = await dock(emissionsScenario(data));
    const told = roundsIn(events);
    const rounds = data.expected_rounds.flatMap(({ round, mean, weighted_median }) => [
      compare(`t${round}: mean`, mean, told[round]?.mean ?? Number.NaN, data.tolerance),
      compare(
        `t${round}: weighted median`,
        weighted_median,
        told[round]?.median ?? Number.NaN,
        data.tolerance,
      ),
    ]);
    return [...rounds, ...offersOf(data, told)];
  },
};
