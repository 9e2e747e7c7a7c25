/** What is said behind closed doors reaches nobody outside, in whatever is sent, before the run is over. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { TakeValue } from '../../server/wire/messages.ts';
import { answerTo, type TestClient, testServer } from './server-fixture.ts';

function folderWith(protocol: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'plenary-closed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(path.join(folder, protocol));
  const file = path.resolve(import.meta.dirname, `../conformance/protocols/${protocol}.yaml`);
  cpSync(file, path.join(folder, protocol, 'scenario.yaml'));
  return folder;
}

/** Events of a meeting that only those inside hear, in every byte that a client received. */
const heard = (client: TestClient, meeting: string) =>
  client.received().match(new RegExp(`"meeting":"${meeting}","audience"`, 'g'))?.length ?? 0;

it('what a closed contact group says reaches those inside only, until the run is over', async () => {
  const server = await testServer({
    scenariosDir: folderWith('contact-groups'),
    limits: { messageBurst: 1000, messagesPerSecond: 1000 },
  });
  const { id, hostToken } = await server.start({ scenario: 'contact-groups', mode: 'table', speed: 0 });
  const [inside, outside, spectator] = [server.client(), server.client(), server.client()];
  for (const client of [inside, outside, spectator]) await client.watch({ run: id });
  const host = server.runs.get(id);
  if (host === undefined) throw new Error('no table');
  const seats: { client: TestClient; token: string }[] = [];
  for (const [client, seat] of [
    [inside, 'dogwood'],
    [outside, 'alder'],
  ] as const) {
    const taken = await client.ask<TakeValue>('take', { run: id, seat });
    if (!taken.ok) throw new Error(taken.error.code);
    seats.push({ client, token: taken.value.token });
  }
  const asked = new Set<string>();
  for (let i = 0; i < 150 && host.info().round < 5; i++) {
    const open = seats.find(({ token }) => host.questionFor(token) !== undefined);
    const { client, token } = open ?? seats[0]!;
    const question = host.questionFor(token);
    if (question === undefined) await client.ask('control', { run: id, action: 'step', token });
    else {
      const { round, turn, question: kind, prompt, subject } = question;
      if (subject.group !== undefined) {
        asked.add(`${question.seat} ${kind} ${subject.kind}: ${prompt} ${subject.words}`);
        expect(subject.issues?.length).toBeGreaterThan(0);
      }
      const answer = answerTo(host.scenario, question, i);
      await client.ask('answer', { run: id, token, id: `${i}`, round, turn, question: kind, answer });
    }
  }
  // A question in a group says which one, and which issues are with it now: audits are with its friends.
  for (const told of [
    'dogwood propose forum: Which option do you support on each issue of the group? ' +
      'Informals on money: Fund for capacity, Share of benefits.',
    'dogwood judge forum: Can you accept the draft of the group? ' +
      'Informals on money: Fund for capacity, Share of benefits.',
    'alder object observers: May observers sit in? Do you object? Contact group on audits: Seats for others.',
    'alder judge forum: Can you accept the draft of the group? Friends of the chair: Audit of systems.',
  ]) {
    expect([...asked]).toContain(told);
  }
  await inside.until(() => heard(inside, 'on-money') > 0);
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(host.hasEnded()).toBe(false);
  expect(heard(outside, 'on-money')).toBe(0);
  expect(heard(spectator, 'on-money')).toBe(0);
  await inside.ask('control', { run: id, action: 'stop', token: hostToken });
  await spectator.until(() => heard(spectator, 'on-money') > 0);
});
