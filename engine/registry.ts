/** What is registered, and the schema of scenario files that follows from it. */
import { protocols } from './protocols/index.ts';
import type { Registry } from './scenario/compile.ts';
import { scenarioSchema } from './scenario/schema.ts';
import { strategies } from './strategies/index.ts';
import { mechanisms } from './world/index.ts';

/** The built-in protocols, mechanisms and strategies. */
export const builtIn: Registry = { protocols, mechanisms, strategies };

/** The schema of scenario files with the built-in registry. */
export const builtInSchema = scenarioSchema(builtIn);
