/** How the batch stands to its registration. */
import { esc } from '../charts/svg.ts';
import type { ReportData } from '../collect.ts';
import type { Section } from '../html.ts';

const notice = (text: string): string => `<p class="notice">${esc(text)}</p>`;

function registrationNotice({ registration }: ReportData): string {
  switch (registration.state) {
    case 'none':
      return notice('Not pre-registered: hypotheses and runs were not frozen by `plenary prereg`.');
    case 'matched': {
      const { registered, digest } = registration.registration;
      return notice(`As pre-registered on ${registered} under ${digest}.`);
    }
    case 'differs':
      return notice(`Not as pre-registered: ${registration.why.join('; ')}.`);
  }
}

/** The section. */
export const registration: Section = { id: 'registration', render: registrationNotice };
