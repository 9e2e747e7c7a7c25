/**
 * The one module that imports mathjs, and only its parser: the number build with picked dependencies. The
 * build replaces the compiled file by a bundle of itself (142 kB, 30 to 60 ms to load, against 0.4 s and 100
 * MB for `mathjs/number` as it is installed). Nothing imports it but `loadExpressionParser`, and only when
 * there is an expression.
 */
import { create, parseDependencies } from 'mathjs/number';

/**
 * Parses `source` in mathjs syntax to a tree of mathjs nodes; evaluates nothing.
 *
 * @throws SyntaxError of mathjs, with the one-based column in `char`
 */
export const parse: (source: string) => unknown = create(parseDependencies).parse;
