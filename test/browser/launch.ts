// A browser that finds the fonts it brings: the configuration it is packaged with names the folders of
// another machine, and a Chromium without any font dies at the first input field.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { findBrowser, launchBrowser } from '../setup/browser.ts';

/** Starts a browser with fonts; `close` ends it and removes what it left. */
export async function launchWithFonts(): Promise<{ browser: Browser; close: () => Promise<void> }> {
  const found = await findBrowser();
  const packaged = found?.env['FONTCONFIG_PATH'];
  const folder = mkdtempSync(path.join(tmpdir(), 'plenary-fonts-'));
  const env: Record<string, string> = {};
  if (packaged !== undefined) {
    const folders = [packaged, '/usr/share/fonts'].map((name) => `<dir>${name}</dir>`).join('');
    const cache = `<cachedir>${path.join(folder, 'cache')}</cachedir>`;
    writeFileSync(path.join(folder, 'fonts.conf'), `<fontconfig>${folders}${cache}</fontconfig>\n`);
    env['FONTCONFIG_PATH'] = folder;
  }
  const browser = await launchBrowser({ env });
  const close = async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { browser, close };
}
