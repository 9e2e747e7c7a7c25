import { describe, expect, it } from 'vitest';
import { Loop, type Play } from '../../engine/index.ts';
import { silenceProcedureRulings } from '../../engine/protocols/rulings/silence-procedure.ts';
import { checkRulings, type Person, problemsOf, type Sent, type Setting, talks } from './talks.ts';

const protocol = 'silence-procedure';

const silent: Sent = { answer: { objects: false } };
const objection: Sent = { answer: { objects: true, issues: ['audits'] } };

const inPhase = (play: Play, id: string): boolean =>
  play.scenario.phases[play.run.loop[Loop.phase]!]!.id === id;

/** A person who accepts every text, and answers under silence as told, by attempt and rounds left. */
const person =
  (answer: (attempt: number, left: number) => readonly Sent[]): Person =>
  (question, _round, play) => {
    if (question === 'judge') return [{ answer: { verdict: 'accept' } }];
    if (question === 'vote') return [{ answer: { vote: 'yes' } }];
    if (question === 'propose') {
      const asked = inPhase(play, 'silence') ? 'monthly' : 'yearly';
      return [{ answer: { package: { audits: 'on-request', reports: asked } } }];
    }
    const { i32 } = play.run;
    return answer(i32['silence-procedure.attempt']![0]!, i32['silence-procedure.left']![0]!);
  };

const quiet = person(() => [silent]);
const people = { ash: quiet, birch: quiet, cedar: quiet };

/** The silence begins in round 1: one round of bargaining, whose text all accept. */
const play = (setting: Setting = {}) => talks(protocol, { people, ...setting });

const oneAttempt = 'phases.silence.with.attempts=1';
const voteAfter = [oneAttempt, 'phases.silence.with.whenBroken=next-phase'];

describe('the silence procedure', () => {
  it('names a period that does not fit into the phase', async () => {
    const problems = await problemsOf(protocol, ['phases.silence.rounds=5']);
    expect(problems).toMatchObject([
      {
        path: 'phases.silence.rounds',
        code: 'out-of-range',
        message: '2 × 3 rounds of silence do not fit into 5',
      },
    ]);
  });

  it('changes whether a text is adopted, on paired seeds', async () => {
    const redLine = 'parties.ash.redLines={audits: {atLeast: standing}}';
    for (const seed of [1, 2, 3]) {
      const silence = await talks(protocol, { seed, sets: [redLine] });
      const vote = await talks(protocol, { seed, sets: [redLine, 'phases.silence=null'] });
      expect([silence.metric('agreed'), vote.metric('agreed')]).toEqual([0, 1]);
    }
  });
});

describe('rulings on the silence procedure', () => {
  checkRulings(silenceProcedureRulings, {
    'Nobody objects before the period is over.': async () => {
      const run = await play();
      expect(run.all('silenceOpened')).toMatchObject([{ round: 1, attempt: 1, rounds: 3 }]);
      expect(run.all('silenceKept')).toMatchObject([{ round: 3, silent: 3, absent: 0 }]);
      expect(run.all('adopted')).toMatchObject([{ round: 3 }]);
      expect(run.all('ended')).toMatchObject([{ outcome: 'adopted' }]);
    },
    'The period has not run out, and nobody has objected so far.': async () => {
      const late = person((attempt, left) => [attempt === 1 && left === 1 ? objection : silent]);
      const run = await play({ people: { ...people, birch: late }, sets: [oneAttempt] });
      expect(run.all('adopted')).toEqual([]);
      expect(run.all('silenceFell')).toMatchObject([{ round: 3, objections: 1 }]);
    },
    'Nobody objects, and a state dissociates itself from an issue.': async () => {
      const but: Sent = { answer: { objects: false, dissociates: ['audits'] } };
      const setting = {
        people: { ...people, ash: person(() => [but]) },
        sets: ['rules.dissociation={permitted: true}'],
      };
      const run = await play(setting);
      expect(run.all('adopted')).toMatchObject([{ round: 3 }]);
      expect(run.all('dissociated')).toMatchObject([{ round: 3, party: 'ash', issue: 'audits' }]);
      const against = person((attempt) => [attempt === 1 ? objection : silent]);
      const broken = await play({ ...setting, people: { ...setting.people, cedar: against } });
      expect(broken.all('dissociated')).toHaveLength(1);
    },
    'One state objects, and all others keep silent.': async () => {
      const run = await play({
        people: { ...people, cedar: person(() => [objection]) },
        sets: [oneAttempt],
      });
      expect(run.all('adopted')).toEqual([]);
      expect(run.all('ended')).toMatchObject([{ outcome: 'breakdown' }]);
    },
    'Several states object in the same round.': async () => {
      const against = person(() => [objection]);
      const run = await play({ people: { ...people, cedar: against, ash: against }, sets: [oneAttempt] });
      expect(run.all('formallyObjected').map(({ party }) => party)).toEqual(['ash', 'cedar']);
      expect(run.all('silenceFell')).toMatchObject([{ objections: 2 }]);
    },
    'A state objects and names the issues that are its reason.': async () => {
      const once = person((attempt) => [attempt === 1 ? objection : silent]);
      const run = await play({ people: { ...people, ash: once } });
      expect(run.all('silenceReason')).toMatchObject([
        { party: 'ash', issue: 'audits', option: 'on-request' },
      ]);
      const seen = run.play.run.i32['text.objection']!;
      expect([...seen.subarray(0, 2)]).toEqual([0, 0]); // withdrawn with the silence it keeps afterwards
      const broken = await play({
        people: { ...people, ash: person(() => [objection]) },
        sets: [oneAttempt],
      });
      expect([...broken.play.run.i32['text.objection']!.subarray(0, 2)]).toEqual([1, 0]);
    },
    'Somebody objects and gives no reason.': async () => {
      const bare: Sent = { answer: { objects: true } };
      const curt = { ...people, ash: person(() => [bare, silent]) };
      const refused = await play({ people: curt });
      expect(refused.all('inputRefused').map(({ party }) => party)).toContain('ash');
      expect(refused.all('adopted')).toHaveLength(1);
      const received = await play({ people: curt, sets: [oneAttempt, 'phases.silence.with.reason=false'] });
      expect(received.all('silenceFell')).toMatchObject([{ objections: 1 }]);
      expect(received.all('silenceReason')).toEqual([]);
    },
    'A state asks for a vote while the text is under silence.': async () => {
      const voter = person(() => [{ question: 'vote', answer: { vote: 'yes' } }, silent]);
      const run = await play({ people: { ...people, birch: voter } });
      expect(run.all('inputRefused').filter(({ party }) => party === 'birch')).toHaveLength(3);
      expect(run.all('voted')).toEqual([]);
      expect(run.all('adopted')).toHaveLength(1);
    },
    'A delegation has walked out or has no mandate.': async () => {
      // Nothing on the table can reach the limit of cedar: after three rounds it walks out of the bargaining.
      const run = await talks(protocol, { sets: ['parties.cedar.margin=1'] });
      expect(run.all('stateChanged').some(({ configuration }) => configuration.includes('walkedOut'))).toBe(
        true,
      );
      const [kept] = run.all('silenceKept');
      expect(kept).toMatchObject({ silent: 2, absent: 1 });
      expect(run.all('adopted')).toHaveLength(1);
      const cedar = run.scenario.partyIds.indexOf('cedar');
      expect(run.play.run.i32['treaty.expected']![cedar]).toBe(0);
    },
    'An observer or the chair wishes to break the silence.': async () => {
      const asked: string[] = [];
      const run = await play({
        people: {
          ...people,
          bureau: (question, _round, at) => {
            asked.push(question);
            const text = (id: number) => at.scenario.optionIds[id]![at.run.i32['text.option']![id]!]!;
            return [{ answer: { package: { audits: text(0), reports: text(1) } } }];
          },
        },
      });
      expect(new Set(asked)).toEqual(new Set(['propose']));
      expect(run.all('adopted')).toHaveLength(1);
    },
    'The silence is broken and an attempt is left.': async () => {
      const once = person((attempt) => [attempt === 1 ? objection : silent]);
      const run = await play({ people: { ...people, ash: once } });
      expect(run.all('silenceOpened')).toMatchObject([
        { round: 1, attempt: 1, rounds: 3 },
        { round: 2, attempt: 2, rounds: 3 },
      ]);
      // In consultations all now support monthly reports; the chair writes them into the text.
      expect(run.all('textTabled').at(-1)).toMatchObject({ issue: 'reports', option: 'monthly', round: 2 });
      expect(run.all('adopted')).toMatchObject([{ round: 4 }]);
    },
    'The last silence is broken.': async () => {
      const against = { ...people, ash: person(() => [objection]) };
      const run = await play({ people: against });
      expect(run.all('silenceOpened')).toHaveLength(2);
      expect(run.all('brokeDown')).toHaveLength(1);
      const on = await play({ people: against, sets: voteAfter });
      expect(on.all('brokeDown')).toEqual([]);
      expect(on.all('voted')).toHaveLength(3);
      expect(on.all('adopted')).toHaveLength(1);
    },
    'A text was adopted under silence and a phase of adoption by vote follows.': async () => {
      const run = await play({ sets: voteAfter });
      expect(run.all('phaseStarted').map(({ phase }) => phase)).toEqual(['bargaining', 'silence']);
      expect(run.all('voted')).toEqual([]);
    },
  });
});
