/**
 * Errors as every client sees them: a code, a sentence, a hint. Nothing of the inside of the server is in
 * them.
 */
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type * as z from 'zod';
import { type Code, codes, type Problem, partyVisibility, type Refusal, refuse } from '../../engine/index.ts';
import { escapeHtml } from '../docs/render-html.ts';
import { shorten } from '../shorten.ts';
import type { WireError } from '../wire/messages.ts';
import { forbiddenKey } from './json-body.ts';

/** Sends a refusal with the status of its code: to a person in a browser as a page, to a program as JSON. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  reply.code(codes[refusal.code].http);
  if (isForPerson(reply.request)) {
    return reply.type('text/html; charset=utf-8').send(refusalPage(refusal));
  }
  return reply.send({ error: refusal satisfies WireError });
}

/** Whether a request is for a page that a person opens; the API is for programs, whatever they accept. */
export function isForPerson({ method, url, headers }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  return !/^\/(api|socket\.io)([/?]|$)/.test(url) && (headers.accept ?? '').includes('text/html');
}

function refusalPage({ code, message, hint }: Refusal): string {
  const title = codes[code].http === 404 ? 'Not here' : 'This did not work';
  const linked = escapeHtml(hint).replace(/(?<= at )\/(?:batches\/|docs)/, '<a href="$&">$&</a>');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Plenary</title>
<style>:root{color-scheme:light dark}
body{max-width:40rem;margin:3rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif}</style></head>
<body><main><h1>${title}</h1><p>${escapeHtml(message)}</p><p>${linked}</p>
<p><a href="/">To the scenarios</a></p></main></body></html>
`;
}

/** Most characters of a sentence in an answer: it may quote what was sent. */
const messageLength = 500;

/** A problem whose texts have room in an answer. */
function bounded(problem: Problem): Problem {
  const { path, message, hint } = problem;
  const cut = (text: string) => shorten(text, messageLength);
  return { ...problem, path: cut(path), message: cut(message), hint: cut(hint) };
}

/** Sends the problems of a scenario. */
export function sendProblems(reply: FastifyReply, problems: readonly Problem[]): FastifyReply {
  const [first] = problems;
  const code: Code = first?.code ?? 'bad-request';
  const more = problems.length > 1 ? `; and ${problems.length - 1} more` : '';
  const error: WireError = {
    code,
    message: `${shorten(first?.message ?? codes[code].says, messageLength)}${more}`,
    hint: shorten(first?.hint ?? codes[code].hint, messageLength),
    problems: problems.map(bounded),
  };
  return reply.code(codes[code].http).send({ error });
}

/** A place in what a party is, in the way paths are written, and the attribute it is in. */
const partyPlace = /^parties(?:\.[\w$-]+|\[\d+\])\.(\w+)/;

/**
 * Whether what is found at a place may be quoted to somebody who knows the public part of a scenario only:
 * all but what parties keep to themselves. A brief has a part of each kind, and is kept whole.
 */
function isPublicPlace(path: string): boolean {
  if (!path.startsWith('parties') || path === 'parties') return true;
  const attribute = partyPlace.exec(path)?.[1] ?? '';
  if (attribute === 'brief' || !Object.hasOwn(partyVisibility, attribute)) return false;
  return partyVisibility[attribute as keyof typeof partyVisibility] === 'public';
}

/**
 * The problems as somebody may read them who must not learn what parties keep to themselves: there, where and
 * what is wrong in the words of the table, without the values that messages quote.
 */
export function publicProblems(problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => {
    const { path, code } = problem;
    if (isPublicPlace(path)) return problem;
    return { path, code, message: codes[code].says, hint: codes[code].hint };
  });
}

/** The error of a request that does not have the form expected. */
export function formError(error: z.ZodError): WireError {
  const { code, message, hint } = refuse('bad-request');
  const problems = error.issues.slice(0, 20).map((issue) => ({
    path: shorten(issue.path.join('.'), 200),
    code: 'bad-value',
    message: shorten(issue.message, messageLength),
    hint: codes['bad-value'].hint,
  }));
  const [first] = problems;
  if (first === undefined) return { code, message, hint };
  const place = first.path === '' ? '' : `${first.path}: `;
  return { code, message: `${message} ${place}${first.message}.`, hint, problems };
}

/** The refusal of a body that is not read because it is no JSON, or does not say that it is. */
function unreadable(error: FastifyError): Refusal {
  if (error.code === forbiddenKey) {
    const why = 'Its body has a key that is not taken: __proto__, or prototype inside constructor.';
    return { ...refuse('bad-request', why), hint: 'Leave the key out.' };
  }
  const isJson = error instanceof SyntaxError || error.code === 'FST_ERR_CTP_INVALID_JSON_BODY';
  const isEmpty = error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY';
  const isOther = error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE';
  if (!isJson && !isEmpty && !isOther)
    return { ...refuse('bad-request'), hint: 'See the reference at /docs.' };
  const why = isJson
    ? 'Its body is not JSON.'
    : isEmpty
      ? 'Its body is empty.'
      : 'Its body is of another type.';
  return { ...refuse('bad-request', why), hint: 'Send JSON with content-type: application/json.' };
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
    return sendRefusal(reply, code === 'bad-request' ? unreadable(error) : refuse(code));
  });
}

/** Answers what is no HTTP, or too long or too slow to be read, in the form of every other error. */
export function answerClientError(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const isLong = error.code === 'HPE_HEADER_OVERFLOW';
  const isSlow = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const [status, why] = isLong
    ? ['431 Request Header Fields Too Large', 'Its headers are too long.']
    : isSlow
      ? ['408 Request Timeout', 'It did not arrive in time.']
      : ['400 Bad Request', 'It is not HTTP.'];
  const body = JSON.stringify({
    error: { ...refuse('bad-request', why), hint: 'See the reference at /docs.' },
  });
  const head = [
    `HTTP/1.1 ${status}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
