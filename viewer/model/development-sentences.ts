/** Sentences about readiness, aid, laboratories, the dividend of AI and emissions. */
import type { EventName } from '../../engine/run/events.ts';
import type { Entry } from './sentences.ts';

const percentOf = (share: number): string => `${Math.round(share * 100)} %`;
/** An amount with one decimal. */
const amount = (value: number): string => value.toFixed(1);
const pointsOf = (value: number): string =>
  amount(value) === '1.0' ? '1.0 point' : `${amount(value)} points`;

const stageWords = {
  idle: 'lies idle: it has owners of one kind only',
  proposed: 'is proposed',
  staffed: 'has its staff',
  operating: 'operates',
  networked: 'is part of the network',
} as const;

/** How the events of development are told. */
export const developmentTellers: { readonly [Kind in EventName]?: Entry<Kind> } = {
  modelReleased: ['development', () => 'A new model is released.'],
  momentumLost: [
    'development',
    (event, names) => `${names.party(event.party)} is left with ${percentOf(event.value)} of its momentum.`,
  ],
  readinessMoved: [
    'development',
    (event, names) => `The readiness of ${names.party(event.party)} is ${event.value.toFixed(2)}.`,
  ],
  leapt: [
    'development',
    (event, names) =>
      `${names.party(event.party)} passes the gate of data, laboratories and infrastructure, and leaps.`,
    'turning-point',
  ],
  aidGiven: [
    'development',
    (event, names) => `${names.party(event.party)} has given ${pointsOf(event.value)} of aid so far.`,
  ],
  aidReceived: [
    'development',
    (event, names) => `${names.party(event.party)} has got ${pointsOf(event.value)} of aid so far.`,
  ],
  indebted: ['development', (event, names) => `${names.party(event.party)} owes ${pointsOf(event.value)}.`],
  donorTired: [
    'development',
    (event, names) =>
      `${names.party(event.party)} is tired of giving: only ${percentOf(event.value)} of its aid is left.`,
    'turning-point',
  ],
  aidSuspended: [
    'development',
    (event, names) =>
      event.suspended
        ? `Aid to ${names.party(event.party)} is suspended.`
        : `Aid to ${names.party(event.party)} is paid again.`,
  ],
  debtDistressed: [
    'development',
    (event, names) =>
      event.distressed
        ? `The debt of ${names.party(event.party)}, ${pointsOf(event.value)}, is so large that it grows less.`
        : `The debt of ${names.party(event.party)} no longer holds it back.`,
    'turning-point',
  ],
  milestoneReached: [
    'development',
    (event, names) =>
      `${names.party(event.party)} and its partners reach milestone ${event.milestone} of joint technology.`,
  ],
  laboratoryMoved: [
    'development',
    (event, names) => `A laboratory in ${names.party(event.party)} ${stageWords[event.stage]}.`,
  ],
  laboratoriesLinked: [
    'development',
    (event, names) =>
      `Laboratories in ${names.party(event.party)} and ${names.party(event.with)} are linked.`,
  ],
  laboratoryMembership: [
    'development',
    (event, names) =>
      event.member
        ? `${names.party(event.party)} is a member of the common laboratory.`
        : `${names.party(event.party)} leaves the common laboratory to the others.`,
  ],
  laboratoryPaid: [
    'development',
    (event, names) =>
      `${names.party(event.party)} has paid ${event.value.toFixed(2)} for the common laboratory so far.`,
  ],
  dividendShared: [
    'development',
    (event, names) =>
      `AI has added ${event.value.toFixed(2)} trillion dollars to the income of ${names.party(event.party)}.`,
  ],
  emissionsClaimed: [
    'development',
    (event, names) => `${names.party(event.party)} says that it emits ${event.value.toFixed(2)} a year.`,
  ],
  emissionsMeasured: [
    'development',
    (event, names) => `Monitoring finds that ${names.party(event.party)} emits ${event.value.toFixed(2)}.`,
  ],
  warmed: ['development', (event) => `Warming since pre-industrial times is ${event.value.toFixed(2)} °C.`],
};
