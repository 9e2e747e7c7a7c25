/**
 * Errors as every client sees them: a code, a sentence, a hint. Nothing of the inside of the server is in
 * them.
 */
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import type * as z from 'zod';
import { type Code, codes, type Problem, type Refusal, refuse } from '../../engine/index.ts';
import type { WireError } from '../wire/messages.ts';

/** Sends a refusal with the status of its code. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply.code(codes[refusal.code].http).send({ error: refusal satisfies WireError });
}

/** Sends the problems of a scenario. */
export function sendProblems(reply: FastifyReply, problems: readonly Problem[]): FastifyReply {
  const [first] = problems;
  const code: Code = first?.code ?? 'bad-request';
  const more = problems.length > 1 ? `; and ${problems.length - 1} more` : '';
  const error: WireError = {
    code,
    message: `${first?.message ?? codes[code].says}${more}`,
    hint: first?.hint ?? codes[code].hint,
    problems,
  };
  return reply.code(codes[code].http).send({ error });
}

/**
 * The problems without the values that their messages quote: what is wrong and where, in the words of the
 * table. For scenarios of which the one who asks may not know everything.
 */
export function withoutValues(problems: readonly Problem[]): Problem[] {
  return problems.map(({ path, code }) => ({
    path,
    code,
    message: codes[code].says,
    hint: codes[code].hint,
  }));
}

/** The error of a request that does not have the form expected. */
export function formError(error: z.ZodError): WireError {
  const { code, message, hint } = refuse('bad-request');
  const problems = error.issues.slice(0, 20).map((issue) => ({
    path: issue.path.join('.'),
    code: 'bad-value',
    message: issue.message,
    hint: codes['bad-value'].hint,
  }));
  const [first] = problems;
  if (first === undefined) return { code, message, hint };
  const place = first.path === '' ? '' : `${first.path}: `;
  return { code, message: `${message} ${place}${first.message}.`, hint, problems };
}

/** Code of an error that fastify or one of its plugins throws. */
function codeOf(error: FastifyError): Code {
  const status = error.statusCode ?? 500;
  if (status === 413) return 'body-too-large';
  if (status === 429) return 'rate-limited';
  if (status === 404) return 'unknown-address';
  return status >= 400 && status < 500 ? 'bad-request' : 'server-error';
}

/** Answers every error and every unknown address of the API with a code. */
export function installErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const code = codeOf(error);
    if (code === 'server-error') request.log.error(error);
    return sendRefusal(reply, refuse(code));
  });
}
