/**
 * Numbers as options give them: whole numbers in plain digits, shares as plain decimals. `1e3`, `0x10`,
 * `1_000` and `1,000` are refused wherever a number is asked for, with the digits to write where these are
 * clear.
 */
import { CliError } from './exit.ts';

/** Largest whole number that an option takes, unless it says otherwise. */
const mostWhole = 999_999_999;

/** Bounds of a whole number, both allowed. */
export interface Bounds {
  readonly least?: number;
  readonly most?: number;
}

/** What a number that is written otherwise is in plain digits; undefined where it is none. */
function plainDigits(text: string): number | undefined {
  const words = text.trim();
  const grouped = /^\d{1,3}([,_ ’']\d{3})+$/.test(words) ? words.replace(/\D/g, '') : words;
  const value = grouped === '' ? Number.NaN : Number(grouped);
  return Number.isSafeInteger(value) ? value : undefined;
}

/**
 * Reads a whole number of an option.
 *
 * Errors: `usage` for what is none, is written otherwise, or lies beyond the bounds.
 *
 * @example `wholeNumber('12', 'workers', { least: 1, most: 256 })` is 12
 */
export function wholeNumber(text: string | undefined, name: string, bounds: Bounds = {}): number {
  const { least = 0, most = mostWhole } = bounds;
  if (text === undefined) throw new CliError('usage', `--${name} is needed`);
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  const meant = plainDigits(text);
  const isMeant = Number.isNaN(number) && meant !== undefined && meant >= least && meant <= most;
  const hint = isMeant ? `Write it in plain digits: --${name} ${meant}.` : 'Write it in plain digits.';
  const message = `--${name} ${text} is not a whole number from ${least} to ${most}`;
  throw new CliError('usage', message, { hint });
}

/** Reads a share of an option: a plain decimal from 0 to 1. */
export function share(text: string, name: string): number {
  const number = /^(\d+|\d*\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (number <= 1) return number;
  const hint = 'Write it as a plain decimal, as 0.25.';
  throw new CliError('usage', `--${name} ${text} is not a share from 0 to 1`, { hint });
}
