/**
 * What each viewer is shown of a run’s events: those it may see, numbered from 0 without gaps. A view is made
 * when somebody first looks and follows the run from then on; it holds places in the list of all events, not
 * copies.
 */
import { maySeeEvent, type RunEvent, type Viewer } from '../../engine/index.ts';

/** The events one kind of viewer may see. */
export interface View {
  /** `god`, `public` or `seat:<id>`. */
  readonly name: string;
  readonly viewer: Viewer;
  count(): number;
  /** Events from a number on, at most `most`. */
  slice(from: number, most: number): RunEvent[];
}

/** The views of one run. */
export interface Views {
  of(viewer: Viewer): View;
}

/** Name of the view of a viewer. */
export function viewName(viewer: Viewer): string {
  return viewer.role === 'seat' ? `seat:${viewer.seat}` : viewer.role;
}

/** Views on a list of events that grows. */
export function createViews(events: readonly RunEvent[]): Views {
  const views = new Map<string, View>();
  return {
    of: (viewer) => {
      const name = viewName(viewer);
      let view = views.get(name);
      if (view === undefined) {
        view = viewer.role === 'god' ? godView(events) : partialView(events, viewer);
        views.set(name, view);
      }
      return view;
    },
  };
}

function godView(events: readonly RunEvent[]): View {
  return {
    name: 'god',
    viewer: { role: 'god' },
    count: () => events.length,
    slice: (from, most) => events.slice(from, from + most),
  };
}

function partialView(events: readonly RunEvent[], viewer: Viewer): View {
  const shown: number[] = [];
  let looked = 0;
  function follow(): void {
    for (; looked < events.length; looked++) {
      if (maySeeEvent(events[looked], viewer, false)) shown.push(looked);
    }
  }
  return {
    name: viewName(viewer),
    viewer,
    count: () => {
      follow();
      return shown.length;
    },
    slice: (from, most) => {
      follow();
      return shown.slice(from, from + most).map((at, i) => ({ ...events[at], seq: from + i }));
    },
  };
}
