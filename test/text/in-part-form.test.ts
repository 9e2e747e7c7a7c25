/** The form on a phone finds in a question what may be excepted, and its answer is one that is taken. */
import { expect, test } from 'vitest';
import * as z from 'zod';
import { questions } from '../../engine/index.ts';
import { inPartOf } from '../../viewer/forms/in-part.ts';
import { compiled, firstMandate, firstMandateDocument } from '../run/first-mandate.ts';

const permitting = await compiled({
  ...firstMandateDocument(),
  rules: {
    ...(firstMandateDocument()['rules'] as object),
    reservations: { permitted: ['aid', 'data'] },
    dissociation: { permitted: true, most: 1 },
  },
});

const cases = [
  ['sign', 'signs', true, 'reservations', ['aid', 'data'], 2],
  ['accede', 'accedes', true, 'reservations', ['aid', 'data'], 2],
  ['object', 'objects', false, 'dissociates', permitting.issueIds, 1],
] as const;

test.each(cases)('%s', (id, key, goesWith, but, issues, most) => {
  const kind = questions.find((question) => question.id === id)!;
  expect(inPartOf(z.toJSONSchema(kind.schema(firstMandate)))).toBeUndefined();
  expect(inPartOf(z.toJSONSchema(kind.schema(permitting)))).toEqual({ key, goesWith, but, issues, most });
  const answer = { [key]: goesWith, [but]: issues.slice(0, most) };
  expect(kind.schema(permitting).safeParse(answer).success).toBe(true);
});
