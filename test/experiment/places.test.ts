/** What an arm says of places inside of what it sets. */
import { describe, expect, it } from 'vitest';
import { ownPlaces, saysSomething, stepsOf } from '../../engine/analysis/experiment/places.ts';

const document = {
  phases: [
    { id: 'draft', with: { x: 1 } },
    { id: 'groups', with: { openness: 0.3 } },
    { id: 'review', with: { x: 2 } },
  ],
};

describe('a list that an arm sets', () => {
  const says = (list: unknown, path: string) =>
    saysSomething(list, stepsOf('phases', document), stepsOf(path, document), document);

  it('is looked into by the ids of its elements, wherever they stand in it', () => {
    const shorter = [{ id: 'groups', with: { openness: 0.9 } }, { id: 'review' }];
    expect(says(shorter, 'phases.groups.with.openness')).toBe(true);
    // What stands at the number that `groups` has in the file is another phase.
    expect(
      says([{ id: 'review' }, { id: 'draft', with: { openness: 1 } }], 'phases.groups.with.openness'),
    ).toBe(false);
    expect(says(shorter, 'phases.review.with.x')).toBe(false);
    expect(says(shorter, 'phases.draft.with.x')).toBe(false);
    expect(says([{ id: 'draft', with: null }], 'phases.draft.with.x')).toBe(true);
  });

  it('keeps what it says of an element', () => {
    const set = { phases: [{ id: 'groups', with: { openness: 0.9 } }, { id: 'review' }] };
    const { isOwn, isWritten } = ownPlaces({ id: 'a', title: 't', set }, document);
    expect([isOwn('phases.groups.with.openness'), isWritten('phases.groups.with.openness')]).toEqual([
      true,
      true,
    ]);
    expect([isOwn('phases.review.with.x'), isWritten('phases.review.with.x')]).toEqual([true, false]);
  });
});
