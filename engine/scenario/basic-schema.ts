/** The smallest parts of the scenario schema: ids, shares, titles, prose. */
import * as z from 'zod';

// Schemas are checked a few times a process: generating code for them costs more start-up time than it saves,
// and is refused in pages with a strict content security policy.
z.config({ jitless: true });

const idPattern = /^[a-z][a-z0-9-]*$/;

/** A kebab-case identifier: letters, digits and hyphens, starting with a letter. */
export const idSchema = z
  .string()
  .max(60)
  .regex(idPattern, 'an id is lower-case letters, digits and hyphens, starting with a letter');

/** A number in [0, 1]. */
export const share = z.number().min(0).max(1);

/** A heading: one line. */
export const title = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\r\n]*$/, 'a title is one line');
/** A paragraph or several. */
export const prose = z.string().min(1).max(20_000);
