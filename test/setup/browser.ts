// The browser of the tests: the one that CHROME_PATH names, else the Chromium that an npm package carries
// (Linux on x64 only), else an installed Chrome. Nothing is downloaded.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '../..');

const installed = [
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** Where a browser is, and what its process needs to find. */
export interface FoundBrowser {
  readonly executablePath: string;
  readonly env: Record<string, string>;
}

/** Finds a browser, unpacking the packaged one when that is the one; undefined when this machine has none. */
export async function findBrowser(): Promise<FoundBrowser | undefined> {
  const chosen = process.env['CHROME_PATH'];
  if (chosen !== undefined && chosen !== '') {
    if (!existsSync(chosen)) throw new Error(`CHROME_PATH names ${chosen}, which does not exist`);
    return { executablePath: chosen, env: {} };
  }
  if (process.platform === 'linux' && process.arch === 'x64') return unpackedChromium();
  const executablePath = installed.find((candidate) => existsSync(candidate));
  return executablePath === undefined ? undefined : { executablePath, env: {} };
}

/** Starts a headless browser with a profile of its own. The caller closes it. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const found = await findBrowser();
  if (found === undefined) {
    throw new Error(
      `no browser for the tests on ${process.platform} ${process.arch}: install Chrome or Chromium, ` +
        'or set CHROME_PATH to its executable',
    );
  }
  return chromium.launch({
    headless: true,
    executablePath: found.executablePath,
    ...options,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      ...(options.args ?? []),
    ],
    env: { ...definedEnvironment(), ...found.env, ...options.env },
  });
}

/**
 * The package unpacks to one path of the whole machine, where two checkouts and two versions meet. Here it
 * unpacks to a folder of this checkout and version, which appears under its name only once it is complete.
 */
async function unpackedChromium(): Promise<FoundBrowser> {
  const folder = path.join(root, 'node_modules/.cache/plenary', `chromium-${packagedVersion()}`);
  const executablePath = path.join(folder, 'chromium');
  if (!existsSync(executablePath)) await unpackInto(folder);
  writeFontsConfiguration(folder);
  return { executablePath, env: { FONTCONFIG_PATH: path.join(folder, 'fonts') } };
}

/**
 * The packaged configuration names folders of another machine, so the browser finds no font at all and dies
 * at the first text field. This one names the packaged font, and the machine's own fonts where there are
 * some.
 */
function writeFontsConfiguration(folder: string): void {
  const directories = [path.join(folder, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
  const families = ['sans-serif', 'serif', 'monospace', 'system-ui'].map(
    (family) => `<alias><family>${family}</family><default><family>Open Sans</family></default></alias>`,
  );
  const lines = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    ...directories.map((directory) => `<dir>${directory}</dir>`),
    ...families,
    `<cachedir>${path.join(folder, 'fonts-cache')}</cachedir>`,
    '</fontconfig>',
  ];
  writeFileSync(path.join(folder, 'fonts/fonts.conf'), `${lines.join('\n')}\n`);
}

async function unpackInto(folder: string): Promise<void> {
  const unfinished = `${folder}.${process.pid}.${Date.now().toString(36)}`;
  mkdirSync(unfinished, { recursive: true });
  const before = process.env['TMPDIR'];
  try {
    process.env['TMPDIR'] = unfinished;
    const { default: packaged } = await import('@sparticuz/chromium');
    await packaged.executablePath();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another run was first: what it unpacked is the same.
    if (!existsSync(path.join(folder, 'chromium'))) throw error;
  }
}

function packagedVersion(): string {
  const manifest = readFileSync(path.join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8');
  return String(JSON.parse(manifest).version);
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
}
