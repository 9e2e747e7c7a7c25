/** QR codes as SVG, drawn as one path: sharp on paper, without a script. */
import qrcode from 'qrcode-generator';
import { escapeText } from './escape.ts';

/** Most characters of a code that a telephone still reads from paper. */
const mostCharacters = 1200;

/** Empty modules around a code (ISO/IEC 18004). */
const quiet = 4;

/**
 * A QR code of a text as an SVG element; undefined when the text is too long to be read from paper.
 *
 * @param label what a screen reader says
 */
export function qrSvg(text: string, label: string): string | undefined {
  if (new TextEncoder().encode(text).length > mostCharacters) return undefined;
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const size = code.getModuleCount();
  let path = '';
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (code.isDark(row, column)) path += `M${column + quiet} ${row + quiet}h1v1h-1z`;
    }
  }
  const side = size + 2 * quiet;
  return (
    `<svg class="qr" role="img" aria-label="${escapeText(label)}" viewBox="0 0 ${side} ${side}" ` +
    `shape-rendering="crispEdges"><rect width="${side}" height="${side}" fill="#fff"/>` +
    `<path d="${path}" fill="#000"/></svg>`
  );
}
