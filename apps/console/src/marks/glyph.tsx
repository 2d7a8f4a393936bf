import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ACCENT, LEVEL_COLOURS } from '../theme.js';
import type { Shape, Standing } from '../wall/items.js';

/** One colour a standing; the shape says what it is, the word beside it says both. */
export const STANDING_COLOURS: Readonly<Record<Standing, string>> = {
  red: LEVEL_COLOURS.red,
  orange: LEVEL_COLOURS.orange,
  yellow: LEVEL_COLOURS.yellow,
  running: ACCENT,
  done: '#a3ada9',
};
export const STANDING_SIGNS: Readonly<Record<Standing, string>> = {
  red: '■',
  orange: '◆',
  yellow: '▲',
  running: '●',
  done: '○',
};

/** The same outlines the map draws, in a box of 14 by 14. */
const OUTLINES: Readonly<Record<Shape, ReactNode>> = {
  station: <circle cx="7" cy="7" r="5" />,
  section: <path d="M7 1.8 12.4 12H1.6Z" />,
  outlet: <path d="M7 1.6 12 12.4 7 9.6 2 12.4Z" />,
  problem: <path d="M7 1 13 7 7 13 1 7Z" />,
  task: <path d="M7 13.2C4.6 9.8 2.8 7.6 2.8 5.2a4.2 4.2 0 1 1 8.4 0c0 2.4-1.8 4.6-4.2 8Z" />,
  project: <path d="M2 2h10v10H2Z" />,
  warning: <circle cx="7" cy="7" r="5" fill="#fff" stroke="currentColor" strokeWidth="2.4" />,
  act: <path d="M3 1.5h8v11H3Z M5 4.5h4 M5 7h4" fill="#fff" stroke="currentColor" strokeWidth="1.2" />,
};

export const Glyph = ({ shape, standing = 'running' }: { readonly shape: Shape; readonly standing?: Standing }) => (
  <svg
    className="glyph"
    width="14"
    height="14"
    viewBox="0 0 14 14"
    fill="currentColor"
    style={{ color: STANDING_COLOURS[standing] }}
    aria-hidden
  >
    {OUTLINES[shape]}
  </svg>
);

/** How an item stands, by sign, colour and word. */
export const StandingMark = ({
  standing,
  shape,
  overdueDays = 0,
}: {
  readonly standing: Standing;
  readonly shape: Shape;
  readonly overdueDays?: number;
}) => {
  const { t } = useTranslation();
  const word =
    overdueDays > 0
      ? t('time.overdue', { days: overdueDays })
      : shape === 'warning' || shape === 'station' || shape === 'section' || shape === 'outlet'
        ? t(`wall.watched.${standing}`)
        : t(`wall.standings.${standing}`);
  return (
    <span className="level" style={{ color: standing === 'done' ? '#5d6765' : STANDING_COLOURS[standing] }}>
      <span aria-hidden>{STANDING_SIGNS[standing]}</span> {word}
    </span>
  );
};
